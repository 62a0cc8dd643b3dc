using System.Buffers;
using OrleansLld.Storage;

namespace OrleansLld.Chat;

public sealed class ConversationJournalCodecTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 26, 12, 0, 0, 123, TimeSpan.Zero);

    public static TheoryData<ConversationEvent> Events =>
    [
        new ConversationEvent.Begun(ConversationForm.Group, new ChatTerms("A title", "About", true, false, true)),
        new ConversationEvent.Joined(7, "user7", Rank.Owner, 1, Noon),
        new ConversationEvent.Told(7, true),
        new ConversationEvent.Posted(long.MaxValue, Noon, 7, "", 0, EntryKind.Membership),
        new ConversationEvent.Posted(1, Noon, 7, new string('語', ChatLimits.ClientIdMax), ulong.MaxValue, EntryKind.Text),
        new ConversationEvent.Acknowledged(7, new Guid(1, 2, 3, new byte[8]), 9, 8),
    ];

    [Theory]
    [MemberData(nameof(Events))]
    public void What_is_written_is_read_again_and_what_is_cut_short_is_not(ConversationEvent happened)
    {
        var output = new ArrayBufferWriter<byte>();
        var codec = new ConversationJournalCodec();
        codec.Write(happened, output);
        codec.Write(new ConversationEvent.Gone(1), output);
        var length = codec.Read(output.WrittenSpan, out var read);

        read.ShouldBe(happened);
        codec.Read(output.WrittenSpan[length..], out var next).ShouldBe(output.WrittenCount - length);
        next.ShouldBe(new ConversationEvent.Gone(1));
        for (var cut = 0; cut < length; cut++)
            Should.Throw<CorruptStorageException>(() => codec.Read(output.WrittenSpan[..cut], out _));
    }
}
