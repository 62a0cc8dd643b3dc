using OrleansLld.ObjectStore.Wire;
using OrleansLld.ObjectStore.Wire.Checksums;
using OrleansLld.ObjectStore.Wire.Xml;

namespace OrleansLld.ObjectStore;

/// <summary>Writes the object that a form of a browser carries.</summary>
internal sealed class PostFormEndpoint(SignatureCheck signatures, BucketAdmission admission, ObjectWriter writer, CrossOrigin cors)
{
    private static readonly S3Error NoForm = S3Error.PreconditionFailed with
    {
        Details = [("Condition", "Bucket POST must be of the enclosure-type multipart/form-data")],
    };

    /// <summary>POST of a form to a bucket.</summary>
    public async Task Post(ObjectStoreCall call)
    {
        if (PostFormParser.DelimiterOf(call.Request.ContentType) is not { } delimiter)
        {
            call.Refuse(NoForm);
            return;
        }

        if (await FormHeads.Read(call, delimiter) is not { } form)
            return;
        TakeKey(call, form);
        var length = call.Refusal is null ? await Authorize(call, form) : default;
        if (call.Refusal is null)
            await admission.Admit(call, ObjectStoreAction.PutObject);
        cors.Tell(call);
        if (call.Refusal is not null)
            return;
        var description = Describe(call, form);
        var claim = FormChecksum.Of(call, form);
        if (call.Refusal is not null)
            return;

        using var digests = new BodyDigests(withMd5: true, withSha256: false, claim.Kind ?? ChecksumKind.Crc64Nvme);
        await using var file = new FormFile(call.Request.BodyReader, delimiter, length);
        await using var digested = new DigestedContent(file, digests);
        await using var body = new CheckedContent(digested, () => claim.Check(digested.Finish()));
        var key = new ObjectKey(call.Key);
        var content = await writer.StoreUnmeasured(call.Known!, key, body, call.Aborted);
        description = description with
        {
            Bytes = digested.Length,
            ETag = Convert.ToHexStringLower(digests.Md5!),
            Checksum = claim.Told(digests),
        };
        if (await writer.Put(call, key, content, description, WriteCondition.None) is { } written)
            await PostFormAnswer.Send(call, form, written.VersionId, description);
    }

    private static void TakeKey(ObjectStoreCall call, PostFormHead form)
    {
        if (form["key"] is not { Length: > 0 } key)
        {
            call.Refuse(S3Error.Argument(
                "key",
                "",
                "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields."));
            return;
        }

        call.Target = call.Target with { Key = key };
        if (!ObjectKey.IsWellFormed(key))
            call.Refuse(S3Error.KeyTooLongError);
    }

    /// <summary>Whose form it is, and how long its file may be; refuses the call where its policy does not foresee it.</summary>
    private async ValueTask<(long Min, long Max)> Authorize(ObjectStoreCall call, PostFormHead form)
    {
        var length = (Min: 0L, Max: ObjectRefusals.WriteBytesMax);
        if (!FormSignature.IsIn(name => form[name]))
            return length;
        call.Checked = await signatures.CheckForm(new FormSignature(name => form[name]), call.Aborted);
        if (call.Checked.Refusal is { } refusal)
        {
            call.Refuse(refusal);
            return length;
        }

        if (!PostPolicyParser.TryParse(form["policy"]!, out var policy, out var fault))
        {
            call.Refuse(S3Error.InvalidPolicyDocument with { Message = fault });
            return length;
        }

        KeyValuePair<string, string>[] fields =
            [new("bucket", call.Bucket), .. form.Fields.Where(field => field.Key != "bucket")];
        if (policy!.Violation(fields, call.Now) is { } violation)
            call.Refuse(S3Error.AccessDenied with { Message = $"Invalid according to Policy: {violation}" });
        return (policy.Length.Min, Math.Min(policy.Length.Max, length.Max));
    }

    private static ObjectDescription Describe(ObjectStoreCall call, PostFormHead form)
    {
        var headers = new ObjectHeaders();
        foreach (var (name, value) in form.Fields)
            ObjectDescriptions.Take(call, headers, name, HeaderText.Of(value));
        ObjectDescriptions.CheckEncryption(call, name => form[name]);
        var acl = call.Take(AclHeaders.Parse(name => name == AclHeaders.CannedName ? form["acl"] : null));
        var tags = form["tagging"] is { } tagging
            ? ObjectDescriptions.TagsOf(call.Take(TaggingXml.Parse(System.Text.Encoding.UTF8.GetBytes(tagging), TagScope.Object)))
            : [];
        return ObjectDescriptions.Of(call, headers, acl ?? AclHeaders.None, tags);
    }
}
