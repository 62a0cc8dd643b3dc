using System.Globalization;
using System.Text.Json;

namespace OrleansLld.Chat;

/// <summary>Two people with a direct conversation, at our hub. The one who gets a message acknowledges it as delivered.</summary>
internal sealed class HubPair : IMessagePair
{
    private readonly HubLine _writer;
    private readonly HubLine _reader;
    private string _conversation = "";
    private string _readerAccount = "";
    private long _firstSequence;

    private HubPair(HubLine writer, HubLine reader) => (_writer, _reader) = (writer, reader);

    public PairTimes Times { get; } = new();

    /// <summary>Connects them, each to another gateway.</summary>
    public static async Task<HubPair> Open(
        Uri writerAt, Person writer, Uri readerAt, Person reader, CancellationToken cancellationToken)
    {
        HubPair? pair = null;
        var writing = await HubLine.Open(writerAt, writer.Token, (method, news) => pair?.TakeReceipt(method, news), cancellationToken);
        var reading = await HubLine.Open(readerAt, reader.Token, (method, news) => pair?.TakeMessage(method, news), cancellationToken);
        pair = new HubPair(writing, reading) { _readerAccount = reader.Account.ToString() };
        var settings = new SettingsView("", "", "everything", false, false);
        var begun = await writing.Call("Begin", new NewConversation("", [reader.Handle], settings));
        pair._conversation = begun.GetProperty("id").GetString()!;
        pair._firstSequence = begun.GetProperty("head").GetInt64() + 1;
        return pair;
    }

    public ValueTask Send(int number, CancellationToken cancellationToken) => _writer.Tell(
        "Send",
        new OutgoingEntry(_conversation, number.ToString(CultureInfo.InvariantCulture), "text", MessageLoad.Text));

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _reader.DisposeAsync();
    }

    private void TakeMessage(string method, JsonElement arguments)
    {
        if (method != "Entries" || arguments[0].GetProperty("conversation"u8).GetString() != _conversation)
            return;
        var last = 0L;
        foreach (var entry in arguments[0].GetProperty("entries"u8).EnumerateArray())
        {
            last = entry.GetProperty("sequence"u8).GetInt64();
            if (last >= _firstSequence)
                Times.Received((int)(last - _firstSequence));
        }

        _ = _reader.Tell("Acknowledge", _conversation, last, 0L).AsTask();
    }

    private void TakeReceipt(string method, JsonElement arguments)
    {
        if (method != "Watermarks" || arguments[0].GetProperty("account"u8).GetString() != _readerAccount)
            return;
        var delivered = arguments[0].GetProperty("delivered"u8).GetInt64();
        if (delivered >= _firstSequence)
            Times.Receipted((int)(delivered - _firstSequence));
    }
}
