namespace OrleansLld.Chat;

public sealed class MembershipRulesTests
{
    [Fact]
    public void A_conversation_begins_once_and_only_for_those_who_are_in_it()
    {
        var talk = Talk.Direct();

        talk.Begin(2, [1], Talk.Open with { Title = "" }).ShouldBe(ChatFault.None);
        talk.Begin(3, [1], Talk.Open with { Title = "" }).ShouldBe(ChatFault.NotMember);

        talk.State.Head.ShouldBe(1);
    }

    [Theory]
    [InlineData(ConversationForm.Direct, "a title", false, false)]
    [InlineData(ConversationForm.Direct, "", true, false)]
    [InlineData(ConversationForm.Group, "", false, false)]
    [InlineData(ConversationForm.Group, "a\u0001title", false, false)]
    [InlineData(ConversationForm.Channel, "a title", false, true)]
    public void Terms_that_do_not_fit_are_refused(ConversationForm form, string title, bool isAnnouncementsOnly, bool isEncrypted)
    {
        var terms = new ChatTerms(title, "", true, isAnnouncementsOnly, isEncrypted);
        long[] others = form == ConversationForm.Direct ? [2] : [];

        new Talk(form).Begin(1, others, terms).ShouldBe(ChatFault.InvalidSettings);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 3)]
    public void Whoever_joins_sees_as_much_as_the_terms_say(bool showsHistory, long first)
    {
        var talk = Talk.Group(Talk.Open with { ShowsHistory = showsHistory });
        talk.Say(1);

        talk.Take(MembershipRules.Add(talk.State, 1, [Talk.Named(2)], talk.Stamp)).ShouldBe(ChatFault.None);

        talk.State.Find(2)!.First.ShouldBe(first);
    }

    [Fact]
    public void Nobody_sees_what_was_sealed_before()
    {
        var talk = Talk.Group(Talk.Open with { IsEncrypted = true });
        talk.Seal(1, 0, EntryKind.Commit);

        talk.Take(MembershipRules.Add(talk.State, 1, [Talk.Named(2)], talk.Stamp));

        talk.State.Find(2)!.First.ShouldBe(3);
    }

    [Fact]
    public void Administrators_add_and_remove_and_members_do_not()
    {
        var talk = Talk.Group(null, 2, 3);

        talk.Take(MembershipRules.Add(talk.State, 2, [Talk.Named(4)], talk.Stamp)).ShouldBe(ChatFault.NotAllowed);
        talk.Take(MembershipRules.Remove(talk.State, 2, 3, talk.Stamp)).ShouldBe(ChatFault.NotAllowed);
        talk.Take(MembershipRules.ChangeRank(talk.State, 1, Talk.Named(2), Rank.Administrator, talk.Stamp)).ShouldBe(ChatFault.None);
        talk.Take(MembershipRules.Add(talk.State, 2, [Talk.Named(4)], talk.Stamp)).ShouldBe(ChatFault.None);
        talk.Take(MembershipRules.Remove(talk.State, 2, 1, talk.Stamp)).ShouldBe(ChatFault.NotAllowed);
        talk.Take(MembershipRules.Remove(talk.State, 2, 3, talk.Stamp)).ShouldBe(ChatFault.None);
        talk.Say(3).Fault.ShouldBe(ChatFault.NotMember);
    }

    [Fact]
    public void When_the_owner_leaves_the_administrator_who_is_there_longest_follows()
    {
        var talk = Talk.Group(null, 2, 3);
        talk.Take(MembershipRules.ChangeRank(talk.State, 1, Talk.Named(3), Rank.Administrator, talk.Stamp));

        talk.Take(MembershipRules.Leave(talk.State, 1, talk.Stamp)).ShouldBe(ChatFault.None);

        talk.State.Find(3)!.Rank.ShouldBe(Rank.Owner);
    }

    [Fact]
    public void A_group_that_everybody_left_belongs_to_whoever_joins_next()
    {
        var talk = Talk.Group();
        var token = Guid.Empty.ToString("N");
        talk.Take(MembershipRules.ChangeLink(talk.State, 1, token));
        talk.Take(MembershipRules.Leave(talk.State, 1, talk.Stamp));

        talk.Take(MembershipRules.Join(talk.State, Talk.Named(2), token, talk.Stamp)).ShouldBe(ChatFault.None);

        talk.State.Find(2)!.Rank.ShouldBe(Rank.Owner);
    }

    [Fact]
    public void A_link_is_good_until_it_is_changed_and_no_link_is_no_way_in()
    {
        var talk = Talk.Group();
        var token = Guid.Empty.ToString("N");

        talk.Take(MembershipRules.Join(talk.State, Talk.Named(2), "", talk.Stamp)).ShouldBe(ChatFault.InvalidLink);
        talk.Take(MembershipRules.ChangeLink(talk.State, 1, token)).ShouldBe(ChatFault.None);
        talk.Take(MembershipRules.ChangeLink(talk.State, 1, "")).ShouldBe(ChatFault.None);
        talk.Take(MembershipRules.Join(talk.State, Talk.Named(2), token, talk.Stamp)).ShouldBe(ChatFault.InvalidLink);
    }

    [Fact]
    public void A_group_is_full_at_its_limit()
    {
        var talk = Talk.Group();
        for (var account = 2L; account <= ChatLimits.GroupMembersMax; account++)
            talk.Take(MembershipRules.Add(talk.State, 1, [Talk.Named(account)], talk.Stamp)).ShouldBe(ChatFault.None);

        talk.Take(MembershipRules.Add(talk.State, 1, [Talk.Named(9_999)], talk.Stamp)).ShouldBe(ChatFault.Full);
    }

    [Fact]
    public void What_is_encrypted_stays_so()
    {
        var talk = Talk.Direct(isEncrypted: true);

        talk.Take(MembershipRules.ChangeTerms(talk.State, 1, Talk.Open with { Title = "" }, talk.Stamp))
            .ShouldBe(ChatFault.InvalidSettings);
    }

    [Fact]
    public void An_administrator_of_a_channel_comes_and_goes_with_the_rank()
    {
        var talk = new Talk(ConversationForm.Channel);
        talk.Begin(1, [], Talk.Open);

        talk.Take(MembershipRules.ChangeRank(talk.State, 1, Talk.Named(2), Rank.Administrator, talk.Stamp)).ShouldBe(ChatFault.None);
        talk.Say(2).Fault.ShouldBe(ChatFault.None);
        talk.Take(MembershipRules.ChangeRank(talk.State, 1, Talk.Named(2), Rank.Member, talk.Stamp)).ShouldBe(ChatFault.None);
        talk.Say(2).Fault.ShouldBe(ChatFault.NotMember);
    }

    [Fact]
    public void Whoever_comes_or_goes_is_owed_word_until_it_knows_what_holds_now()
    {
        var talk = Talk.Group(null, 2);
        talk.State.Apply(new ConversationEvent.Told(1, true));
        talk.State.Apply(new ConversationEvent.Told(2, true));
        talk.State.Untold.ShouldBeEmpty();

        talk.Take(MembershipRules.Remove(talk.State, 1, 2, talk.Stamp));
        talk.State.Apply(new ConversationEvent.Told(2, true));
        talk.State.Untold.ShouldBe([2]);
        talk.State.Apply(new ConversationEvent.Told(2, false));

        talk.State.Untold.ShouldBeEmpty();
    }
}
