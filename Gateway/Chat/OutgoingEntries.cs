namespace OrleansLld.Chat;

/// <summary>Reads what clients send. What is missing is refused here; how long things may be, the grain decides.</summary>
internal static class OutgoingEntries
{
    public static EntryBody Read(OutgoingEntry entry) => entry.Kind switch
    {
        "text" => new TextBody(Required(entry.Text), entry.ReplyTo, false),
        "media" when entry.Media is { } media =>
            new MediaBody(new MediaReference(media.Id, media.Type, media.Size, media.Name), entry.Text ?? "", entry.ReplyTo),
        "sealed" => new SealedBody(entry.Epoch, entry.Bytes),
        "commit" => new CommitBody(entry.Epoch, entry.Bytes, entry.Welcome, entry.GroupInfo),
        "edited" => new EditedBody(entry.Target, Required(entry.Text)),
        "deleted" => new DeletedBody(entry.Target),
        "reacted" => new ReactedBody(entry.Target, entry.Emoji ?? ""),
        _ => throw ChatRefusals.Of(ChatRefusal.InvalidBody),
    };

    private static string Required(string? text) => text ?? throw ChatRefusals.Of(ChatRefusal.InvalidBody);
}
