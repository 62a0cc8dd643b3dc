using OrleansLld.Storage;

namespace OrleansLld.ObjectStore;

/// <summary>A check of a bucket that is under way.</summary>
internal sealed class Scrub(IBlobStore blobs, VersionWalk walk, ScrubProgress progress) : IDisposable
{
    private const int BlobsACall = 200;

    private VersionCheck? _current;

    public ScrubProgress Progress { get; private set; } = progress;

    /// <summary>Goes on until so many bytes are read, or many blobs looked at, or nothing is left.</summary>
    public async Task Go(long bytesMax, long nowUs, CancellationToken cancellationToken)
    {
        for (var (bytes, looks) = (0L, 0); bytes < bytesMax && looks < BlobsACall; looks++)
        {
            _current ??= await NextVersion(cancellationToken);
            if (_current is null)
            {
                Progress = Progress.Ended(walk.IsBucketGone ? ScrubStage.Stopped : ScrubStage.Ended, nowUs);
                return;
            }

            if (!_current.IsThrough)
                bytes += await NextBlob(_current, bytesMax - bytes, cancellationToken);
            if (_current.IsThrough)
                Leave();
        }
    }

    public void Dispose() => _current?.Dispose();

    private async Task<VersionCheck?> NextVersion(CancellationToken cancellationToken)
    {
        if (await walk.NextAsync(cancellationToken) is not { } version)
            return null;
        var check = new VersionCheck(blobs, version, Progress.Depth);
        if (check.IndexFault() is { } fault)
            Progress = Progress.With(version, part: 0, fault, blob: null);
        if (version.Content is ObjectContent.Inline inline)
            Progress = Progress with { Bytes = Progress.Bytes + inline.Bytes.Length };
        return check;
    }

    private async Task<long> NextBlob(VersionCheck check, long bytesMax, CancellationToken cancellationToken)
    {
        var (read, through, fault) = await check.Go(bytesMax, cancellationToken);
        if (through is null)
            return read;
        Progress = Progress with { Blobs = Progress.Blobs + 1, Bytes = Progress.Bytes + through.Claim.Bytes };
        if (VersionCheck.KindOf(fault) is { } kind && await walk.StillHas(check.Version, through.Id, cancellationToken))
            Progress = Progress.With(check.Version, through.Part, kind, through.Id);
        return read;
    }

    // Only a version that is through with counts as seen: after a restart the check goes on behind it.
    private void Leave()
    {
        _current?.Dispose();
        _current = null;
        Progress = Progress with { Versions = Progress.Versions + 1, Place = walk.Place };
    }
}
