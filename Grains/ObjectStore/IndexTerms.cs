using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>The contract's words for the engine, and the other way round.</summary>
internal static class IndexTerms
{
    public static VersionKeeping Of(VersioningState state) => state switch
    {
        VersioningState.Off => VersionKeeping.Off,
        VersioningState.Enabled => VersionKeeping.Enabled,
        _ => VersionKeeping.Suspended,
    };

    public static KeyCondition Of(WriteCondition condition) =>
        new(condition.IfAbsent, condition.IfETag, condition.IfModifiedAtUs, condition.IfBytes);

    public static WriteOutcome Of(KeyOutcome outcome) => outcome switch
    {
        KeyOutcome.Done => WriteOutcome.Done,
        KeyOutcome.NoSuchKey => WriteOutcome.NoSuchKey,
        KeyOutcome.NoSuchVersion => WriteOutcome.NoSuchVersion,
        KeyOutcome.IsDeleteMarker => WriteOutcome.IsDeleteMarker,
        _ => WriteOutcome.PreconditionFailed,
    };

    public static ListingOf Of(ListingKind kind) => kind switch
    {
        ListingKind.Objects => ListingOf.Objects,
        ListingKind.Versions => ListingOf.Versions,
        _ => ListingOf.Uploads,
    };

    /// <summary>The version that a text names: false where no version can have that name.</summary>
    public static bool TryReadVersion(string? text, out VersionId? version)
    {
        version = VersionId.TryParse(text, out var id) ? id : null;
        return text is null || version is not null;
    }

    public static WriteReply Refused(WriteOutcome outcome) => new(outcome, null, DateTimeOffset.UnixEpoch);

    public static WriteReply WriteReplyOf(KeyAnswer answer) =>
        new(Of(answer.Outcome), answer.Id?.ToString(), Times.At(answer.StampUs));

    public static DeleteReply DeleteReplyOf(KeyAnswer answer) => new(Of(answer.Outcome), answer.Id?.ToString(), answer.IsMarker);
}
