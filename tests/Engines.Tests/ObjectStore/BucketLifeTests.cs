using CsCheck;
using OrleansLld.ObjectStore.Wire;
using OrleansLld.ObjectStore.Wire.Xml;

namespace OrleansLld.ObjectStore;

/// <summary>Random lives of a bucket: its state holds together after each step, and is the same again from its events.</summary>
public sealed class BucketLifeTests
{
    private static readonly Gen<Action<BucketFixture>> Step = Gen.OneOf(
        Gen.Select(Gen.Int[1, 2], Gen.Int[1, 3], Gen.Int[0, 2]).Select((owner, incarnation, ownership) => (Action<BucketFixture>)(
            run => run.Take(run.Bucket.Create(BucketFixture.Created(owner, $"i{incarnation}", (OwnershipSetting)ownership))))),
        Gen.Select(Gen.Int[1, 2], Gen.Int[0, 8]).Select((who, change) =>
            (Action<BucketFixture>)(run => run.Configure(Change(change), who))),
        Gen.Int[1, 2].Select(who => (Action<BucketFixture>)(run => run.Take(run.Bucket.Delete(BucketFixture.Who(who))))),
        Gen.Select(Gen.Bool, Gen.Int[1, 999]).Select((isSplit, key) => (Action<BucketFixture>)(run => Move(run, isSplit, $"{key:d3}"))),
        Gen.Bool.Select(isRefused => (Action<BucketFixture>)(run => Finish(run, isRefused))),
        Gen.Bool.Select(isRefused => (Action<BucketFixture>)(run => Finish(run, isRefused))));

    [Fact]
    public void Every_life_holds_together_and_replays_to_the_same_state() =>
        Step.Array[0, 80].Sample(
            steps =>
            {
                var run = new BucketFixture();
                foreach (var step in steps)
                    step(run);
                run.Text();
            },
            iter: 500,
            print: steps => $"{steps.Length} steps");

    private static TermsChange Change(int which) => which switch
    {
        0 => new TermsChange.Versioning(VersioningSetting.Enabled),
        1 => new TermsChange.Ownership(OwnershipSetting.BucketOwnerEnforced),
        2 => new TermsChange.Ownership(null),
        3 => new TermsChange.Grants([AclEntry.Of(AclGrantee.AllUsers, AclPermission.Read)]),
        4 => new TermsChange.Grants([]),
        5 => new TermsChange.PublicAccess(new PublicAccessSetting(true, true, true, true)),
        6 => new TermsChange.PublicAccess(null),
        7 => new TermsChange.Policy(
            """{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "arn:aws:s3:::box*"}}"""),
        _ => new TermsChange.Policy(null),
    };

    private static void Move(BucketFixture run, bool isSplit, string key)
    {
        if (run.Bucket.Map is not { } map)
            return;
        var place = Enumerable.Range(0, map.Ranges.Length).Last(i => string.CompareOrdinal(map.Ranges[i].From, key) <= 0);
        var (range, end) = (map.Ranges[place], map.EndOf(place));
        var move = isSplit && map.IsInside(place, key)
            ? new IndexMove(MoveKind.Split, range.Partition, run.Bucket.NextPartition, key, end, false)
            : place > 0 ? new IndexMove(MoveKind.Merge, range.Partition, map.Ranges[place - 1].Partition, range.From, end, false) : null;
        if (move is not null && run.Bucket.BeginMove(move) is { } begun)
            run.Take(begun);
    }

    private static void Finish(BucketFixture run, bool isRefused)
    {
        BucketEvent? next = run.Bucket switch
        {
            { Stage: BucketStage.Making } => isRefused ? new BucketEvent.Abandoned() : new BucketEvent.Opened(),
            { Stage: BucketStage.Closing } => isRefused ? new BucketEvent.Reopening() : new BucketEvent.Closed(),
            { Stage: BucketStage.Reopening } => new BucketEvent.Reopened(),
            { Stage: BucketStage.Removing } => new BucketEvent.Removed(),
            { Move.IsServed: true } => new BucketEvent.MoveEnded(),
            { Move: not null } => new BucketEvent.Moved(),
            _ => null,
        };
        if (next is not null)
            run.Take(next);
    }
}
