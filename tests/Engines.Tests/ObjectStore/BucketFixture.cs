using System.Collections.Immutable;
using System.Text.Json;
using OrleansLld.ObjectStore.Access;
using OrleansLld.ObjectStore.Wire;
using OrleansLld.ObjectStore.Wire.Xml;

namespace OrleansLld.ObjectStore;

/// <summary>A bucket whose events are kept, as a journal keeps them. It is called <c>box</c>.</summary>
internal sealed class BucketFixture
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    public Bucket Bucket { get; } = new("box");

    public List<string> Events { get; } = [];

    public static BucketFixture Opened(OwnershipSetting ownership = OwnershipSetting.BucketOwnerEnforced)
    {
        var fixture = new BucketFixture();
        fixture.Take(fixture.Bucket.Create(Created(ownership: ownership)));
        fixture.Take(new BucketEvent.Opened());
        return fixture;
    }

    public static BucketEvent.Created Created(
        long owner = 11, string incarnation = "first", OwnershipSetting ownership = OwnershipSetting.BucketOwnerEnforced) => new(
            incarnation, owner, $"handle-{owner}", Noon, "", ownership, Own(owner));

    public static ImmutableArray<AclEntry> Own(long owner = 11) =>
        [AclEntry.Of(new AclParty($"{owner}", $"handle-{owner}"), AclPermission.FullControl)];

    public static AccessRequester Who(long account) => new($"{account}", $"handle-{account}");

    public BucketFault Configure(TermsChange change, long who = 11) => Take(Bucket.Configure(Who(who), change));

    public BucketFault Take(BucketRuling ruling)
    {
        if (ruling.Event is { } happened)
            Take(happened);
        return ruling.Fault;
    }

    public void Take(BucketEvent happened)
    {
        Events.Add(JsonSerializer.Serialize(happened, BucketJson.Default.BucketEvent));
        Bucket.Apply(happened);
        Bucket.Check();
    }

    /// <summary>The state, after it was replayed from its events and restored from its snapshot to the same.</summary>
    public string Text()
    {
        var text = Text(Bucket);
        var replayed = new Bucket("box");
        foreach (var happened in Events)
            replayed.Apply(JsonSerializer.Deserialize(happened, BucketJson.Default.BucketEvent)!);
        Text(replayed).ShouldBe(text);
        var restored = new Bucket("box");
        restored.Restore(JsonSerializer.Deserialize(text, BucketJson.Default.BucketSnapshot)!);
        restored.Check();
        Text(restored).ShouldBe(text);
        return text;
    }

    private static string Text(Bucket bucket) => JsonSerializer.Serialize(bucket.Snapshot(), BucketJson.Default.BucketSnapshot);
}
