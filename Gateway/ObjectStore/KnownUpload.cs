using System.Buffers;

namespace OrleansLld.ObjectStore;

/// <summary>The upload that a request is about.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Grain">Who has it.</param>
/// <param name="Description">What it will be.</param>
internal sealed record KnownUpload(string Id, IMultipartUploadGrain Grain, UploadDescription Description)
{
    private const string Parameter = "uploadId";
    private const int IdLengthMin = 16;
    private const int IdLengthMax = 64;

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Finds the upload that the query names; refuses the call where the key has no such upload.</summary>
    public static async ValueTask<KnownUpload?> Find(IGrainFactory grains, ObjectStoreCall call)
    {
        if (await Look(grains, call) is { } upload && upload.Description.Incarnation == call.Settings.Incarnation)
            return upload;
        call.Refuse(S3Error.NoSuchUpload with { Details = [("UploadId", call.Query[Parameter] ?? "")] });
        return null;
    }

    /// <summary>The upload that the query names, of a bucket and key of these names; null where there is none.</summary>
    public static async ValueTask<KnownUpload?> Look(IGrainFactory grains, ObjectStoreCall call)
    {
        var id = call.Query[Parameter] ?? "";
        if (id.Length is < IdLengthMin or > IdLengthMax || id.AsSpan().ContainsAnyExcept(IdCharacters))
            return null;
        var grain = grains.GetGrain<IMultipartUploadGrain>(id);
        return await grain.Describe(call.Aborted) is { } description
            && description.Bucket == call.Bucket
            && description.Key.ToString() == call.Key
                ? new KnownUpload(id, grain, description)
                : null;
    }
}
