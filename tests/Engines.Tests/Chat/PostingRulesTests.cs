namespace OrleansLld.Chat;

public sealed class PostingRulesTests
{
    private static readonly Guid Phone = new(1, 0, 0, new byte[8]);

    [Fact]
    public void Entries_are_numbered_without_gaps_and_a_refused_one_takes_no_number()
    {
        var talk = Talk.Direct();

        talk.Say(1);
        talk.Say(3).Fault.ShouldBe(ChatFault.NotMember);
        talk.Say(2);

        // The first is what the conversation says of its beginning.
        talk.State.Head.ShouldBe(3);
    }

    [Fact]
    public void A_repeat_is_answered_as_the_first_and_another_message_of_the_same_id_is_refused()
    {
        var talk = Talk.Direct();
        var first = talk.Say(1, "mine", digest: 7);
        talk.Say(2, "mine", digest: 8).Fault.ShouldBe(ChatFault.None);

        var repeat = talk.Say(1, "mine", digest: 7);

        repeat.Event.ShouldBeNull();
        repeat.Repeated!.Id.ShouldBe(first.Event!.Id);
        repeat.Repeated.Sequence.ShouldBe(2);
        talk.Say(1, "mine", digest: 9).Fault.ShouldBe(ChatFault.ClientIdTaken);
    }

    [Fact]
    public void A_client_id_is_remembered_for_as_many_entries_as_it_is_said()
    {
        var talk = Talk.Direct();
        talk.Say(1, "old");
        for (var i = 0; i < ChatLimits.RecentEntriesMax - 1; i++)
            talk.Say(2);

        talk.Say(1, "old").Repeated.ShouldNotBeNull();
        talk.Say(2);
        talk.Say(1, "old").Event.ShouldNotBeNull();
    }

    [Fact]
    public void Nobody_writes_in_a_direct_conversation_while_one_blocks_the_other()
    {
        var talk = Talk.Direct();
        talk.Take(MembershipRules.Block(talk.State, 2, isBlocked: true));

        talk.Say(1).Fault.ShouldBe(ChatFault.Blocked);
        talk.Say(2).Fault.ShouldBe(ChatFault.Blocked);
        talk.Take(MembershipRules.Block(talk.State, 1, isBlocked: false));
        talk.Say(1).Fault.ShouldBe(ChatFault.Blocked);
        talk.Take(MembershipRules.Block(talk.State, 2, isBlocked: false));
        talk.Say(1).Fault.ShouldBe(ChatFault.None);
    }

    [Fact]
    public void Only_administrators_write_announcements_and_everybody_reacts()
    {
        var talk = Talk.Group(Talk.Open with { IsAnnouncementsOnly = true }, 2);
        talk.Say(1);

        talk.Say(2).Fault.ShouldBe(ChatFault.NotAllowed);
        talk.Post(new Posting(2, "r", 1, EntryKind.Reacted, 2, 0), new ReferredMessage(1, EntryKind.Text, talk.Now))
            .Fault.ShouldBe(ChatFault.None);
    }

    [Theory]
    [InlineData(EntryKind.Edited, 1, ChatFault.None)]
    [InlineData(EntryKind.Edited, 2, ChatFault.NotAllowed)]
    [InlineData(EntryKind.Deleted, 1, ChatFault.None)]
    [InlineData(EntryKind.Deleted, 2, ChatFault.NotAllowed)]
    [InlineData(EntryKind.Deleted, 3, ChatFault.None)]
    [InlineData(EntryKind.Reacted, 2, ChatFault.None)]
    public void Authors_edit_and_authors_and_administrators_delete(EntryKind kind, long who, ChatFault expected)
    {
        var talk = Talk.Group(null, 2, 3);
        talk.Take(MembershipRules.ChangeRank(talk.State, 1, Talk.Named(3), Rank.Administrator, talk.Stamp));
        var message = new ReferredMessage(1, EntryKind.Text, talk.Now);
        talk.Say(1);

        talk.Post(new Posting(who, "x", 1, kind, talk.State.Head, 0), message).Fault.ShouldBe(expected);
    }

    [Fact]
    public void A_message_is_edited_for_a_day()
    {
        var talk = Talk.Direct();
        var message = new ReferredMessage(1, EntryKind.Text, talk.Now);
        talk.Say(1);

        talk.Now += ChatLimits.EditableFor;
        talk.Post(new Posting(1, "in time", 1, EntryKind.Edited, 2, 0), message).Fault.ShouldBe(ChatFault.None);
        talk.Now += TimeSpan.FromMilliseconds(1);
        talk.Post(new Posting(1, "late", 1, EntryKind.Edited, 2, 0), message).Fault.ShouldBe(ChatFault.TooLate);
    }

    [Theory]
    [InlineData(EntryKind.Deleted)]
    [InlineData(EntryKind.Edited)]
    [InlineData(EntryKind.Membership)]
    public void What_is_no_message_is_not_answered_nor_changed(EntryKind kind)
    {
        var talk = Talk.Direct();
        var gone = new ReferredMessage(1, kind, talk.Now);

        talk.Post(new Posting(1, "a", 1, EntryKind.Text, 1, 0), gone).Fault.ShouldBe(ChatFault.NoSuchMessage);
        talk.Post(new Posting(1, "b", 1, EntryKind.Reacted, 1, 0), gone).Fault.ShouldBe(ChatFault.NoSuchMessage);
        talk.Post(new Posting(1, "c", 1, EntryKind.Edited, 9, 0)).Fault.ShouldBe(ChatFault.NoSuchMessage);
    }

    [Fact]
    public void One_commit_ends_an_epoch_and_the_other_is_told_that_it_passed()
    {
        var talk = Talk.Direct(isEncrypted: true);
        talk.Seal(1, 0).Fault.ShouldBe(ChatFault.EpochPassed);
        talk.Seal(1, 0, EntryKind.Commit).Fault.ShouldBe(ChatFault.None);

        talk.Seal(2, 0, EntryKind.Commit).Fault.ShouldBe(ChatFault.EpochPassed);
        talk.Seal(2, 1, EntryKind.Commit).Fault.ShouldBe(ChatFault.None);
        talk.Seal(1, 1, EntryKind.Commit).Fault.ShouldBe(ChatFault.EpochPassed);

        talk.State.Epoch.ShouldBe(2);
    }

    [Fact]
    public void A_message_sealed_a_little_earlier_is_taken()
    {
        var talk = Talk.Direct(isEncrypted: true);
        for (var epoch = 0; epoch < 4; epoch++)
            talk.Seal(1, epoch, EntryKind.Commit);

        talk.Seal(2, 2).Fault.ShouldBe(ChatFault.None);
        talk.Seal(2, 4).Fault.ShouldBe(ChatFault.None);
        talk.Seal(2, 1).Fault.ShouldBe(ChatFault.EpochPassed);
        talk.Seal(2, 5).Fault.ShouldBe(ChatFault.EpochPassed);
    }

    [Fact]
    public void Open_words_do_not_come_into_an_encrypted_conversation_nor_sealed_ones_into_an_open_one()
    {
        Talk.Direct(isEncrypted: true).Say(1).Fault.ShouldBe(ChatFault.WrongEncryption);
        Talk.Direct().Seal(1, 1).Fault.ShouldBe(ChatFault.WrongEncryption);
    }

    [Fact]
    public void Watermarks_only_grow_and_never_beyond_what_is_there()
    {
        var talk = Talk.Direct();
        talk.Say(1);

        talk.Acknowledge(2, Phone, 99, 1).ShouldBeTrue();
        talk.Acknowledge(2, Phone, 1, 0).ShouldBeFalse();

        talk.State.Find(2)!.Delivered.ShouldBe(2);
        talk.State.Find(2)!.Read.ShouldBe(1);
    }

    [Fact]
    public void Each_device_has_a_watermark_and_the_one_that_was_silent_longest_is_forgotten()
    {
        var talk = Talk.Direct();
        for (var i = 0; i < 20; i++)
            talk.Say(1);
        for (var device = 0; device <= ChatLimits.DevicesMax; device++)
            talk.Acknowledge(2, new Guid(device, 1, 0, new byte[8]), 1 + device, 0);

        talk.State.Find(2)!.DeliveredTo(new Guid(0, 1, 0, new byte[8])).ShouldBe(0);
        talk.State.Find(2)!.DeliveredTo(new Guid(1, 1, 0, new byte[8])).ShouldBe(2);
        talk.State.Find(2)!.Delivered.ShouldBe(1 + ChatLimits.DevicesMax);
    }

    [Fact]
    public void A_group_counts_who_has_a_message_and_who_has_read_it()
    {
        var talk = Talk.Group(null, 2, 3, 4);
        talk.Say(1);
        talk.Acknowledge(2, Phone, 2, 2);
        talk.Acknowledge(3, Phone, 2, 0);

        talk.State.ReceiptsOf(2, author: 1).ShouldBe((2, 1));
    }

    [Fact]
    public void Unread_are_messages_of_others()
    {
        var talk = Talk.Direct();
        talk.Say(1);
        talk.Say(1);
        talk.Say(2);
        talk.Post(new Posting(1, "r", 1, EntryKind.Reacted, 4, 0), new ReferredMessage(2, EntryKind.Text, talk.Now));

        talk.State.Unread(2, 0).ShouldBe(2);
        talk.State.Unread(2, 2).ShouldBe(1);
        talk.State.Unread(1, 0).ShouldBe(1);
    }
}
