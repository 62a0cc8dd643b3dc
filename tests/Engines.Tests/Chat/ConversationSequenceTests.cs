using CsCheck;

namespace OrleansLld.Chat;

/// <summary>
/// Random sequences of commands in a group, against a model that keeps nothing but lists, and replayed from their events.
/// </summary>
public sealed class ConversationSequenceTests
{
    // Few accounts and ids, so that outsiders, repeats and collisions are frequent.
    private static readonly Gen<long> Account = Gen.Long[1, 6];

    private static readonly Gen<Action<Run>> Step = Gen.Frequency(
        (8, Gen.Select(Account, Gen.Int[0, 40], Gen.ULong[0, 1])
            .Select((who, id, digest) => (Action<Run>)(run => run.Say(who, $"m{id}", digest)))),
        (4, Gen.Select(Account, Gen.Int[0, 1], Gen.Long[0, 60], Gen.Long[0, 60])
            .Select((who, device, got, read) => (Action<Run>)(run => run.Acknowledge(who, device, got, read)))),
        (2, Gen.Select(Account, Account).Select((who, whom) => (Action<Run>)(run => run.Add(who, whom)))),
        (1, Gen.Select(Account, Account).Select((who, whom) => (Action<Run>)(run => run.Remove(who, whom)))),
        (1, Account.Select(who => (Action<Run>)(run => run.Leave(who)))));

    [Fact]
    public void Every_sequence_agrees_with_the_naive_model_and_replays_to_the_same_state() =>
        Step.Array[0, 400].Sample(
            steps =>
            {
                var run = new Run();
                foreach (var step in steps)
                    step(run);
                run.AgreesWithModel();
                Talk.Text(run.Talk.Replayed()).ShouldBe(Talk.Text(run.Talk.State));
                Talk.Text(run.Talk.Restored()).ShouldBe(Talk.Text(run.Talk.State));
            },
            iter: 300,
            print: steps => $"{steps.Length} steps");

    private sealed class Run
    {
        private readonly List<(long Author, string ClientId, ulong Digest)> _entries = [(1, "", 0)];
        private readonly Dictionary<long, NaiveMember> _members = new() { [1] = new NaiveMember(1), [2] = new NaiveMember(1) };

        public Talk Talk { get; } = Talk.Group(Talk.Open with { ShowsHistory = false }, 2);

        public void Say(long who, string clientId, ulong digest)
        {
            var ruling = Talk.Say(who, clientId, digest);

            var before = _entries.FindIndex(entry => entry.Author == who && entry.ClientId == clientId);
            if (!_members.ContainsKey(who))
                ruling.Fault.ShouldBe(ChatFault.NotMember);
            else if (before < 0)
                _entries.Add((who, clientId, digest));
            else if (_entries[before].Digest != digest)
                ruling.Fault.ShouldBe(ChatFault.ClientIdTaken);
            else
                ruling.Repeated!.Sequence.ShouldBe(before + 1);
        }

        public void Acknowledge(long who, int device, long delivered, long read)
        {
            Talk.Acknowledge(who, new Guid(device, 1, 0, new byte[8]), delivered, read);

            if (!_members.TryGetValue(who, out var member))
                return;
            member.Read = Math.Max(member.Read, Math.Min(read, _entries.Count));
            member.Delivered[device] = Math.Max(Math.Max(member.Delivered[device], member.Read), Math.Min(delivered, _entries.Count));
        }

        public void Add(long who, long whom)
        {
            var fault = Talk.Take(MembershipRules.Add(Talk.State, who, [Talk.Named(whom)], Talk.Stamp));
            if (fault != ChatFault.None || _members.ContainsKey(whom))
                return;
            _entries.Add((who, "", 0));
            _members[whom] = new NaiveMember(_entries.Count);
        }

        public void Remove(long who, long whom)
        {
            if (Talk.Take(MembershipRules.Remove(Talk.State, who, whom, Talk.Stamp)) == ChatFault.None && _members.Remove(whom))
                _entries.Add((who, "", 0));
        }

        public void Leave(long who)
        {
            if (Talk.Take(MembershipRules.Leave(Talk.State, who, Talk.Stamp)) == ChatFault.None && _members.Remove(who))
                _entries.Add((who, "", 0));
        }

        public void AgreesWithModel()
        {
            Talk.State.Head.ShouldBe(_entries.Count);
            Talk.State.Participants.Select(one => one.Account).ShouldBe(_members.Keys.Order());
            foreach (var (account, member) in _members)
            {
                var participant = Talk.State.Find(account)!;
                (participant.First, participant.Read).ShouldBe((member.First, member.Read));
                participant.Delivered.ShouldBe(Math.Max(member.Read, member.Delivered.Max()));
                var unread = _entries.Index().Count(entry =>
                    entry.Index + 1 > member.Read && entry.Item.Author != account && entry.Item.ClientId.Length > 0);
                Talk.State.Unread(account, member.Read).ShouldBe(unread);
            }

            for (var sequence = 1; sequence <= _entries.Count; sequence++)
            {
                var author = _entries[sequence - 1].Author;
                var others = _members.Where(one => one.Key != author && one.Value.First <= sequence).Select(one => one.Value).ToList();
                Talk.State.ReceiptsOf(sequence, author).ShouldBe((
                    others.Count(one => Math.Max(one.Read, one.Delivered.Max()) >= sequence), others.Count(one => one.Read >= sequence)));
            }
        }
    }

    private sealed class NaiveMember(long first)
    {
        public long First => first;

        public long Read { get; set; } = first - 1;

        public long[] Delivered { get; } = new long[2];
    }
}
