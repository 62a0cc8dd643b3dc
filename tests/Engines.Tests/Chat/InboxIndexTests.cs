namespace OrleansLld.Chat;

public sealed class InboxIndexTests
{
    private readonly InboxIndex _index = new(conversationsMax: 20, leftMax: 5);

    [Fact]
    public void Whoever_knows_nothing_or_a_version_of_the_future_is_told_everything()
    {
        _index.Enter("d.1.2");
        _index.Enter("g.a");

        _index.Since(null).Conversations.ShouldBe(["d.1.2", "g.a"]);
        _index.Since(null).IsWhole.ShouldBeTrue();
        _index.Since(99).IsWhole.ShouldBeTrue();
    }

    [Fact]
    public void What_did_not_change_is_not_told_again()
    {
        _index.Enter("d.1.2");
        _index.Enter("g.a");
        var known = _index.Version;
        _index.Advance("g.a", 7).ShouldBeTrue();

        var changes = _index.Since(known);

        changes.IsWhole.ShouldBeFalse();
        changes.Conversations.ShouldBe(["g.a"]);
        _index.Since(_index.Version).Conversations.ShouldBeEmpty();
    }

    [Fact]
    public void A_head_never_goes_back_and_the_same_head_is_a_change_of_something_else()
    {
        _index.Enter("g.a");
        _index.Advance("g.a", 7);
        var known = _index.Version;

        _index.Advance("g.a", 6).ShouldBeFalse();
        _index.Since(known).Conversations.ShouldBeEmpty();
        _index.Advance("g.a", 7).ShouldBeTrue();
        _index.Since(known).Conversations.ShouldBe(["g.a"]);
    }

    [Fact]
    public void Whoever_left_and_came_back_is_in_it()
    {
        _index.Enter("g.a");
        var known = _index.Version;
        _index.Leave("g.a");
        _index.Since(known).Left.ShouldBe(["g.a"]);
        _index.Enter("g.a");

        _index.Since(known).Left.ShouldBeEmpty();
        _index.Since(known).Conversations.ShouldBe(["g.a"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Devices_that_sync_now_and_then_know_in_the_end_what_is_so(int seed)
    {
        var random = new Random(seed);
        var devices = Enumerable.Range(0, 4).Select(_ => new FollowingDevice()).ToArray();
        var heads = new Dictionary<string, long>();
        for (var step = 0; step < 5_000; step++)
        {
            var conversation = $"g.{random.Next(30)}";
            switch (random.Next(6))
            {
                case 0 when !_index.IsFull:
                    _index.Enter(conversation);
                    heads.TryAdd(conversation, 0);
                    break;
                case 1:
                    _index.Leave(conversation);
                    heads.Remove(conversation);
                    break;
                case 2:
                case 3:
                    var head = heads.GetValueOrDefault(conversation) + random.Next(3);
                    _index.Advance(conversation, head).ShouldBe(heads.ContainsKey(conversation), $"seed {seed}, step {step}");
                    if (heads.ContainsKey(conversation))
                        heads[conversation] = head;
                    break;
                default:
                    var device = devices[random.Next(devices.Length)];
                    device.Sync(_index, heads);
                    device.Known.ShouldBe(heads, ignoreOrder: true, $"seed {seed}, step {step}");
                    break;
            }
        }
    }

    /// <summary>Keeps what it was told, as a client does.</summary>
    private sealed class FollowingDevice
    {
        private long? _cursor;

        public Dictionary<string, long> Known { get; private set; } = [];

        public void Sync(InboxIndex index, Dictionary<string, long> heads)
        {
            var changes = index.Since(_cursor);
            if (changes.IsWhole)
                Known = [];
            foreach (var left in changes.Left)
                Known.Remove(left);
            foreach (var changed in changes.Conversations)
                Known[changed] = heads[changed];
            _cursor = index.Version;
        }
    }
}
