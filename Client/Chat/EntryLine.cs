using System.Globalization;
using Spectre.Console;

namespace OrleansLld.Chat;

/// <summary>An entry as the console shows it.</summary>
/// <param name="Conversation">Where it stands.</param>
/// <param name="Sequence">Its place.</param>
/// <param name="Id">Its id; a decimal string, as it has more than 53 bits.</param>
/// <param name="At">When.</param>
/// <param name="Author">Who, by handle.</param>
/// <param name="Kind">As the hub calls it.</param>
/// <param name="Text">What it says, in words.</param>
internal sealed record EntryLine(
    string Conversation, long Sequence, string Id, DateTimeOffset At, string Author, string Kind, string Text)
{
    public static async Task<EntryLine> Of(
        ConversationId conversation, ChatEntry entry, Participants people, CancellationToken cancellationToken)
    {
        var (kind, text) = Describe(entry.Body);
        return new EntryLine(
            conversation.ToString(), entry.Sequence, entry.Id.ToString(CultureInfo.InvariantCulture), entry.At,
            await people.HandleOf(entry.Author, cancellationToken), kind, text);
    }

    /// <summary>The kind and the words of a body.</summary>
    public static (string Kind, string Text) Describe(EntryBody body) => body switch
    {
        TextBody text => ("text", text.IsEdited ? $"{text.Text} (edited)" : text.Text),
        MediaBody media => ("media", $"[{media.Media.Name}, {media.Media.Type}] {media.Caption}".TrimEnd()),
        SealedBody => ("sealed", "[encrypted]"),
        CommitBody => ("commit", "[the keys changed]"),
        EditedBody edited => ("edited", $"[changed #{edited.Target} to] {edited.Text}"),
        DeletedBody deleted => ("deleted", $"[#{deleted.Target} was taken back]"),
        ReactedBody { Emoji.Length: 0 } reacted => ("reacted", $"[no longer reacts to #{reacted.Target}]"),
        ReactedBody reacted => ("reacted", $"{reacted.Emoji} [to #{reacted.Target}]"),
        MembershipBody membership => ("membership", $"[{Failure.CodeOf(membership.Change)}: {NamesOf(membership)}]"),
        SettingsBody settings => ("settings", $"[settings: {settings.Settings.Title}]"),
        _ => throw new ArgumentOutOfRangeException(nameof(body), body, "Not a body of chat."),
    };

    public void Show(IAnsiConsole console) => console.MarkupLineInterpolated(
        CultureInfo.InvariantCulture, $"[grey]{At.ToLocalTime():yyyy-MM-dd HH:mm:ss} #{Sequence}[/] [bold]{Author}[/] {Text}");

    private static string NamesOf(MembershipBody membership) => string.Join(", ", membership.Members.Select(member => member.Handle));
}
