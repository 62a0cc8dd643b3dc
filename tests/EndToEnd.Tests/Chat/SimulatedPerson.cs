namespace OrleansLld.Chat;

/// <summary>Somebody who writes here and there, whose connection breaks now and then, on one or two devices.</summary>
public sealed class SimulatedPerson(ChatDevice[] devices, int seed)
{
    private readonly Random _random = new(seed);

    public ChatDevice[] Devices => devices;

    private readonly Dictionary<(string Conversation, string Account), MemberView> _marks = [];

    public string Handle => devices[0].Owner.Handle;

    public List<string> Conversations { get; } = [];

    /// <summary>What was acknowledged: where, the words, and the place that was told.</summary>
    public List<(string Conversation, string Text, SentEntry Sent)> Said { get; } = [];

    /// <summary>Lives until it is over; what was begun is ended.</summary>
    public async Task Live(TimeSpan pauseMax, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            await Task.Delay(pauseMax * _random.NextDouble(), over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var device = devices[_random.Next(devices.Length)];
            if (_random.Next(20) == 0)
            {
                await device.Drop();
                continue;
            }

            var here = Conversations[_random.Next(Conversations.Count)];
            if (_random.Next(10) == 0)
                await Read(device, here);
            var (where, text) = (Conversations[_random.Next(Conversations.Count)], $"{Handle} {Said.Count}");
            Said.Add((where, text, await device.Say(where, text)));
        }
    }

    // Reads what is shown, and looks how far the others are: nobody falls back.
    private async Task Read(ChatDevice device, string conversation)
    {
        var shown = device.ShownOf(conversation).Count;
        if (!await device.Tries("Acknowledge", conversation, (long)shown, (long)shown)
            || await device.Asks<MemberView[]>("Members", conversation, "", 100) is not { } members)
            return;
        foreach (var member in members)
        {
            var place = (conversation, member.Account);
            if (_marks.TryGetValue(place, out var before))
                (member.Delivered >= before.Delivered && member.Read >= before.Read).ShouldBeTrue($"{before} and then {member}");
            _marks[place] = member;
        }
    }
}
