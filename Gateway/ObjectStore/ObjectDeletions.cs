using System.Collections.Immutable;
using OrleansLld.ObjectStore.Wire;
using OrleansLld.ObjectStore.Wire.Xml;

namespace OrleansLld.ObjectStore;

/// <summary>What became of one line of a list of deletes.</summary>
/// <param name="Reply">What the index did; null where it was not asked.</param>
/// <param name="Error">Why it was not deleted; null where it was.</param>
internal readonly record struct DeleteResult(DeleteReply? Reply, S3Error? Error);

/// <summary>Deletes many objects, each by itself, with one command a partition.</summary>
internal sealed class ObjectDeletions(BucketIndex index)
{
    private const int AttemptsMax = 10;

    /// <summary>The command for one object or version.</summary>
    public static DeleteObject CommandOf(ObjectStoreCall call, string key, string? versionId, WrittenConditions conditions)
    {
        var settings = call.Settings;
        return new DeleteObject(
            new ObjectKey(key),
            versionId,
            ObjectWriter.NewId(),
            ObjectDescriptions.Of(conditions),
            settings.Versioning,
            ObjectAcls.OwnerOf(call, AclHeaders.None));
    }

    /// <summary>Whether a delete ended as it should: a version that is not there need not be deleted.</summary>
    public static bool IsDone(WriteOutcome outcome, string? versionId) =>
        outcome == WriteOutcome.Done || (outcome == WriteOutcome.NoSuchVersion && versionId is not null);

    /// <summary>Deletes what has no result yet.</summary>
    public async Task Run(ObjectStoreCall call, ImmutableArray<DeleteLine> lines, DeleteResult[] results)
    {
        var left = new List<(int Line, DeleteObject Command)>();
        foreach (var (at, line) in lines.Index())
        {
            if (results[at].Error is not null)
                continue;
            if (line.VersionId is null || VersionId.TryParse(line.VersionId, out _))
                left.Add((at, CommandOf(call, line.Key, line.VersionId, line.Conditions)));
            else
                results[at] = new DeleteResult(null, S3Error.NoSuchVersion);
        }

        var bucket = call.Known;
        for (var attempt = 1; left.Count > 0; attempt++)
        {
            left = await Run(bucket!, left, results);
            if (left.Count == 0)
                return;
            var renewed = attempt < AttemptsMax ? await index.Renew(bucket!, attempt, call.Aborted) : null;
            if (renewed is null)
            {
                foreach (var (line, _) in left)
                    results[line] = new DeleteResult(null, S3Error.ServiceUnavailable);
                return;
            }

            bucket = renewed;
        }
    }

    /// <summary>Sends each partition its commands.</summary>
    /// <returns>Those whose keys have moved.</returns>
    private static async Task<List<(int Line, DeleteObject Command)>> Run(
        KnownBucket bucket, List<(int Line, DeleteObject Command)> commands, DeleteResult[] results)
    {
        var asked = commands
            .GroupBy(command => bucket.PlaceOf(command.Command.Key.ToString()))
            .Select(group => (Lines: group.ToList(), Replies: bucket.PartitionAt(group.Key).Delete(
                [.. group.Select(line => line.Command with { Versioning = bucket.Settings.Versioning })], CancellationToken.None)))
            .ToList();
        var moved = new List<(int Line, DeleteObject Command)>();
        foreach (var (lines, replies) in asked)
        {
            foreach (var (at, reply) in (await replies).Index())
            {
                var (line, command) = lines[at];
                if (reply.Outcome == WriteOutcome.Moved)
                    moved.Add((line, command));
                else
                    results[line] = ResultOf(reply, command);
            }
        }

        return moved;
    }

    private static DeleteResult ResultOf(DeleteReply reply, DeleteObject command) => IsDone(reply.Outcome, command.VersionId)
        ? new DeleteResult(reply, null)
        : new DeleteResult(null, BucketErrors.Of(reply.Outcome, mayList: true));
}
