using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>People who write to each other over two gateways.</summary>
[Collection(ChatProduct.Collection)]
public sealed class ChatTests(ChatProduct chat)
{
    private static readonly SettingsView Plain = new("", "", "everything", false, false);

    [Fact]
    public async Task What_one_writes_the_other_reads_at_another_gateway_and_the_writer_sees_it_delivered_and_read()
    {
        var (ada, bob) = (await chat.Device(0), await chat.Device(1));
        var conversation = await ChatProduct.Direct(ada, bob);

        var sent = await ada.Say(conversation, "Hello from America!");
        var shown = await bob.Shows(conversation, entry => entry.Text == "Hello from America!");
        await ada.Hears<WatermarkPush>(mark => mark.Account == bob.Account && mark.Delivered >= sent.Sequence);
        await bob.Call("Acknowledge", conversation, sent.Sequence, sent.Sequence);

        shown.Sequence.ShouldBe(sent.Sequence);
        shown.Author.ShouldBe(ada.Account);
        await ada.Hears<WatermarkPush>(mark => mark.Account == bob.Account && mark.Read >= sent.Sequence);
    }

    [Fact]
    public async Task A_group_is_led_joined_by_its_link_written_to_edited_and_left()
    {
        var (ada, bob, cyd) = (await chat.Device(0), await chat.Device(1), await chat.Device(0));
        var id = $"g.{Guid.NewGuid():N}";
        await ada.Call<ConversationLine>("Begin", new NewConversation(id, [bob.Owner.Handle], Plain with { Title = "Tech Talk" }));
        var token = Guid.NewGuid().ToString("N");
        (await ada.Call<ConversationLine>("Change", new ConversationChange(id, "link", Token: token))).Link.ShouldBe(token);
        await cyd.Call<ConversationLine>("Change", new ConversationChange(id, "join", Token: token));

        var sent = await bob.Say(id, "Hello Everyone!");
        foreach (var device in (ChatDevice[])[ada, cyd])
            await device.Shows(id, entry => entry.Text == "Hello Everyone!");
        await bob.Hears<ReceiptsPush>(push => push.Counts.Any(count => count.Sequence == sent.Sequence && count.Delivered == 2));
        await bob.Send(new OutgoingEntry(id, "edit", "edited", "Hello, everyone.", Target: sent.Sequence));
        await cyd.Send(new OutgoingEntry(id, "like", "reacted", Target: sent.Sequence, Emoji: "👍"));
        await ada.Shows(id, entry => entry.Kind == "reacted");
        await bob.Call<ConversationLine?>("Change", new ConversationChange(id, "leave"));

        var page = await ada.Call<EntriesView>("Entries", id, sent.Sequence - 1, false, 1);
        var message = page.Entries.ShouldHaveSingleItem();
        (message.Text, message.Edited, message.Reactions.Single().Emoji).ShouldBe(("Hello, everyone.", true, "👍"));
        (await ada.Call<MemberView[]>("Members", id, "", 10)).Select(member => member.Handle)
            .ShouldBe([ada.Owner.Handle, cyd.Owner.Handle], ignoreOrder: true);
        (await bob.Refusal("Entries", id, 0L, false, 10)).ShouldBe("not-member");
    }

    [Fact]
    public async Task Typing_and_presence_are_seen_by_whoever_has_the_conversation_open()
    {
        var (ada, bob) = (await chat.Device(0), await chat.Device(1));
        var conversation = await ChatProduct.Direct(ada, bob);

        var present = await ada.Call<PresenceView[]>("Open", conversation);
        await bob.Call("Typing", conversation);
        await ada.Hears<TypingPush>(push => push.Account == bob.Account);

        present.ShouldBe([new PresenceView(bob.Account, true, null)]);
        await bob.Leave();
        (await ada.Hears<PresenceView>(presence => presence.Account == bob.Account && !presence.Online)).LastSeen.ShouldNotBeNull();
    }

    [Fact]
    public async Task Of_two_devices_both_have_everything_and_one_that_is_removed_is_shut_out()
    {
        var (ada, phone) = (await chat.Device(0), await chat.Device(1));
        await using var laptop = await ChatDevice.Connect(phone.Owner, chat.Gateways[0]);
        var conversation = await ChatProduct.Direct(ada, phone);

        await ada.Say(conversation, "to both");
        foreach (var device in (ChatDevice[])[phone, laptop])
            await device.Shows(conversation, entry => entry.Text == "to both");
        (await phone.Call<DeviceView[]>("Devices")).Length.ShouldBe(2);
        await phone.Call("RemoveDevice", laptop.Id);

        await laptop.Closed;
        (await ChatDevice.HelloRefusal(laptop.Owner, chat.Gateways[0], laptop.Id)).ShouldBe("no-such-device");
    }

    [Fact]
    public async Task An_outsider_is_refused_by_every_method()
    {
        var (ada, bob, eve) = (await chat.Device(0), await chat.Device(1), await chat.Device(0));
        var conversation = await ChatProduct.Direct(ada, bob);
        await ada.Say(conversation, "private");

        (await eve.Refusal("Entries", conversation, 0L, false, 10)).ShouldBe("not-member");
        (await eve.Refusal("Send", new OutgoingEntry(conversation, "x", "text", "me too"))).ShouldBe("not-member");
        (await eve.Refusal("Acknowledge", conversation, 1L, 1L)).ShouldBe("not-member");
        (await eve.Refusal("Change", new ConversationChange(conversation, "settings", Settings: Plain))).ShouldBe("not-member");
        (await eve.Refusal("Members", conversation, "", 10)).ShouldBe("not-member");
        (await eve.Refusal("Open", conversation)).ShouldBe("not-member");
        (await eve.Refusal("ClaimKeys", conversation, ada.Account, "c")).ShouldBe("not-member");
        (await eve.Refusal("Prefer", conversation, null, true)).ShouldBe("not-member");
        (await eve.Call<ReceiptView[]>("Receipts", conversation, new long[] { 1 })).ShouldBeEmpty();
        (await eve.Call<GroupInfoView>("GroupInfo", conversation)).GroupInfo.ShouldBeEmpty();
        await eve.Call("Typing", conversation);
    }

    [Fact]
    public async Task Nobody_is_connected_without_a_token()
    {
        await using var nobody = new ChatDevice(new Visitor(chat.Gateways[0].Http), chat.Gateways[0]);

        await Should.ThrowAsync<TimeoutException>(() => nobody.Start().WaitAsync(TimeSpan.FromSeconds(2)));

        nobody.Connections.ShouldBe(0);
    }
}
