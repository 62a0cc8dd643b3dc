using System.Text.RegularExpressions;
using Microsoft.AspNetCore.SignalR;

namespace OrleansLld.Chat;

/// <summary>Calls of the hub that make no sense are refused in words, whatever is in them.</summary>
[Collection(ChatProduct.Collection)]
public sealed partial class BadInputTests(ChatProduct chat, ITestOutputHelper output)
{
    private const int Calls = 1_500;

    private static readonly string[] Refused = ["internal-error", "cluster-unavailable", "storage-unavailable"];

    [Fact]
    public async Task Whatever_is_called_is_answered_or_refused_with_a_code_and_a_sentence()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var (ada, bob) = (await chat.Device(0), await chat.Device(1));
        var calls = new BadCalls(seed, await ChatProduct.Direct(ada, bob), bob.Account, bob.Owner.Handle, ada.Id);
        var answered = 0;
        for (var i = 0; i < Calls; i++)
        {
            var (method, arguments) = calls.Next();
            try
            {
                await ada.Call<object?>(method, arguments);
                answered++;
            }
            catch (HubException refusal)
            {
                var said = refusal.Message[(refusal.Message.IndexOf("HubException: ", StringComparison.Ordinal) + 14)..];
                Refusal().IsMatch(said).ShouldBeTrue($"{method}: {refusal.Message}");
                Refused.ShouldNotContain(said[..said.IndexOf(':', StringComparison.Ordinal)], $"{method}: {refusal.Message}");
            }
        }

        output.WriteLine($"{answered} of {Calls} calls were answered");
        foreach (var gateway in chat.Gateways)
            gateway.Log.ShouldNotContain("HubFailures");
        (await ada.Call<MemberView[]>("Members", await ChatProduct.Direct(ada, bob), "", 10)).Length.ShouldBe(2);
    }

    [GeneratedRegex("^[a-z]+(-[a-z]+)*: [A-Z].*[.]$")]
    private static partial Regex Refusal();
}

/// <summary>Draws calls of the hub with values of the right types that are mostly nonsense; the same seed draws the same calls.</summary>
public sealed class BadCalls(int seed, string conversation, string account, string handle, string device)
{
    private static readonly string[] Kinds =
    [
        "text", "media", "sealed", "commit", "edited", "deleted", "reacted",
        "add", "remove", "promote", "settings", "link", "join", "none",
    ];

    private readonly Random _random = new(seed);

    public (string Method, object?[] Arguments) Next() => _random.Next(17) switch
    {
        0 => ("Sync", [Text()]),
        1 => ("Entries", [Conversation(), Number(), _random.Next(2) == 0, (int)Number()]),
        2 or 3 or 4 => ("Send", [Entry()]),
        5 => ("Acknowledge", [Conversation(), Number(), Number()]),
        6 => ("Typing", [Conversation()]),
        7 => ("Begin", [new NewConversation(Conversation(), Texts(), Settings())]),
        8 => ("Change", [Change()]),
        9 => ("Members", [Conversation(), Any(Text(), account), (int)Number()]),
        10 => ("Receipts", [Conversation(), Enumerable.Range(0, _random.Next(120)).Select(_ => Number()).ToArray()]),
        11 => _random.Next(2) == 0 ? ("Open", [Conversation()]) : ("Close", [Conversation()]),
        12 => ("Presence", [Texts()]),
        13 => ("Prefer", [Conversation(), Number(), true]),
        14 => ("Hello", [new DeviceHello(Any(device, Text()), Text(), Text())]),
        15 => ("PublishKeys", [new byte[]?[] { Bytes(), Bytes() }, Bytes()]),
        _ => ("ClaimKeys", [Conversation(), Any(Text(), account), Text()]),
    };

    private OutgoingEntry Entry() => new(
        Conversation(), Text(), Any(Kinds), Text(), Number(), Number(), Text(), _random.Next(2) == 0 ? null : new MediaView(
            Text(), Text(), Number(), Text()), Number(), Bytes(), Bytes(), Bytes());

    private ConversationChange Change() => new(Conversation(), Any(Kinds), Texts(), Any(Text(), account), Settings(), Text());

    private SettingsView Settings() => new(
        Text(), Text(), Any("nothing", "everything", Text()), _random.Next(2) == 0, _random.Next(2) == 0);

    private string Conversation() => Any(
        conversation, conversation, Text(), $"g.{Guid.Empty:N}", $"c.{new string('f', 32)}", "d.1.2", "d.2.1", "d.0.1", "x.y.z");

    private string[] Texts() => [.. Enumerable.Range(0, _random.Next(4)).Select(_ => Any(Text(), handle, account))];

    private string Text() => Any(
        null!, "", " ", "a", "\0", new string('x', 5_000), "../..", "<b>", "日本語", "-1", Guid.NewGuid().ToString("N"), handle);

    private byte[]? Bytes() => _random.Next(6) switch
    {
        0 => null,
        1 => [],
        2 => new byte[30_000],
        _ => new byte[_random.Next(100)],
    };

    private long Number() => _random.Next(8) switch
    {
        0 => 0,
        1 => -1,
        2 => long.MaxValue,
        3 => long.MinValue,
        4 => int.MaxValue,
        _ => _random.Next(300),
    };

    private string Any(params string[] values) => values[_random.Next(values.Length)];
}
