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
        var id = call.Query[Parameter] ?? "";
        if (id.Length is >= IdLengthMin and <= IdLengthMax && !id.AsSpan().ContainsAnyExcept(IdCharacters))
        {
            var grain = grains.GetGrain<IMultipartUploadGrain>(id);
            if (await grain.Describe(call.Aborted) is { } description
                && description.Bucket == call.Bucket
                && description.Incarnation == call.Settings.Incarnation
                && description.Key.ToString() == call.Key)
                return new KnownUpload(id, grain, description);
        }

        call.Refuse(S3Error.NoSuchUpload with { Details = [("UploadId", id)] });
        return null;
    }
}
