using System.Globalization;
using System.Text;
using OrleansLld.ObjectStore.Access;
using OrleansLld.ObjectStore.Wire;
using OrleansLld.ObjectStore.Wire.Xml;

namespace OrleansLld.ObjectStore;

// A bucket's life. What others have to do for it (the owner's list, the partitions, the collector) is written down before they are asked
// and again when they have answered, so that whoever comes after a crash asks the same once more.
//
//   None ──► Making ──► Open ──► Closing ──► Removing ──► None
//     ▲         │        ▲          │
//     └─────────┘        └─ Reopening       while open: a move of keys, begun ─ served by the target ─ ended
//   too many buckets        not empty

/// <summary>One bucket: who owns it, its settings, which partition has which keys, and what is still to be done for it.</summary>
public sealed class Bucket(string name)
{
    private BucketAccess? _access;

    public BucketStage Stage { get; private set; }

    /// <summary>Grows with every change, over all buckets that ever had the name.</summary>
    public long Revision { get; private set; }

    /// <summary>How the bucket was made, or the last one of the name; null if there never was one.</summary>
    public BucketMaking? Making { get; private set; }

    public BucketTerms? Terms { get; private set; }

    public IndexMap? Map { get; private set; }

    /// <summary>The number of the next partition.</summary>
    public long NextPartition { get; private set; }

    /// <summary>The move that is under way; null for none.</summary>
    public IndexMove? Move { get; private set; }

    /// <summary>Whether there is a bucket that can be used.</summary>
    public bool Exists => Stage is BucketStage.Open or BucketStage.Closing or BucketStage.Reopening;

    /// <summary>Whether something was begun that others have to be asked for.</summary>
    public bool IsUnfinished => Stage is not (BucketStage.None or BucketStage.Open) || Move is not null;

    /// <summary>Who may do what; only while the bucket exists.</summary>
    public BucketAccess Access => _access ??= ReadAccess();

    public BucketRuling Create(BucketEvent.Created command)
    {
        if (IsUnfinished && Stage != BucketStage.Open)
            return BucketRuling.Refuse(BucketFault.Conflict);
        if (!Exists)
        {
            // Later than the one before it, whatever the clock says: by the time the owner's list tells them apart.
            var at = command.At <= Making?.At ? Making.At.AddTicks(1) : command.At;
            return BucketRuling.Accept(command with { At = at });
        }

        if (Making!.Owner != command.Owner)
            return BucketRuling.Refuse(BucketFault.NameTaken);
        return Making.Incarnation == command.Incarnation ? BucketRuling.Repeat : BucketRuling.Refuse(BucketFault.OwnedByYou);
    }

    /// <summary>Begins to remove the bucket; whether it is empty its partitions know.</summary>
    public BucketRuling Delete(AccessRequester who)
    {
        if (!Exists)
            return BucketRuling.Refuse(BucketFault.NoSuchBucket);
        if (!May(who, "DeleteBucket"))
            return BucketRuling.Refuse(BucketFault.AccessDenied);
        return IsUnfinished ? BucketRuling.Refuse(BucketFault.Conflict) : BucketRuling.Accept(new BucketEvent.Closing());
    }

    public BucketRuling Configure(AccessRequester who, TermsChange change)
    {
        if (!Exists)
            return BucketRuling.Refuse(BucketFault.NoSuchBucket);
        if (!May(who, change.Action))
            return BucketRuling.Refuse(BucketFault.AccessDenied);
        if (Stage != BucketStage.Open)
            return BucketRuling.Refuse(BucketFault.Conflict);
        return Check(change) is not BucketFault.None and var fault
            ? BucketRuling.Refuse(fault)
            : BucketRuling.Accept(new BucketEvent.Changed(change));
    }

    /// <summary>Begins to move keys, if nothing else is under way.</summary>
    public BucketEvent? BeginMove(IndexMove move) => Stage == BucketStage.Open && Move is null ? new BucketEvent.MoveBegun(move) : null;

    public void Apply(BucketEvent happened)
    {
        Revision++;
        switch (happened)
        {
            case BucketEvent.Created e:
                Stage = BucketStage.Making;
                Making = new BucketMaking(e.Incarnation, e.Owner, e.OwnerHandle, e.At, e.Region);
                Terms = new BucketTerms(VersioningSetting.Off, e.Ownership, e.Acl, null, null, null, []);
                (Map, NextPartition) = (IndexMap.Of(1), 2);
                _access = null;
                break;
            case BucketEvent.Changed e:
                Terms = e.Change.In(Terms!);
                _access = null;
                break;
            case BucketEvent.Opened or BucketEvent.Reopened:
                Stage = BucketStage.Open;
                break;
            case BucketEvent.Closing:
                Stage = BucketStage.Closing;
                break;
            case BucketEvent.Reopening:
                Stage = BucketStage.Reopening;
                break;
            case BucketEvent.Closed:
                Stage = BucketStage.Removing;
                break;
            case BucketEvent.Abandoned or BucketEvent.Removed:
                (Stage, Terms, Map, NextPartition) = (BucketStage.None, null, null, 0);
                break;
            case BucketEvent.MoveBegun e:
                Move = e.Move;
                NextPartition = Math.Max(NextPartition, e.Move.Target + 1);
                break;
            case BucketEvent.Moved:
                Map = Map!.With(Move!);
                Move = Move! with { IsServed = true };
                break;
            case BucketEvent.MoveEnded:
                Move = null;
                break;
            default:
                throw new InvalidOperationException($"A bucket does not know {happened.GetType().Name}.");
        }
    }

    public BucketSnapshot Snapshot() => new(Stage, Revision, Making, Terms, Map, NextPartition, Move);

    /// <summary>Takes the state of a snapshot; called on a bucket that was never made.</summary>
    public void Restore(BucketSnapshot snapshot) =>
        (Stage, Revision, Making, Terms, Map, NextPartition, Move) = (
            snapshot.Stage, snapshot.Revision, snapshot.Making, snapshot.Terms, snapshot.Map, snapshot.NextPartition, snapshot.Move);

    /// <summary>Throws when the state is one that no sequence of commands can lead to.</summary>
    public void Check()
    {
        Require(Stage == BucketStage.None || Making is not null, "A bucket has no owner.");
        Require(Stage == BucketStage.None == Terms is null && Terms is null == Map is null, "A bucket that is none has terms.");
        Require(Move is null || Stage == BucketStage.Open, "Keys move while the bucket comes or goes.");
        Map?.Check();
        Require(Map?.Ranges.All(range => range.Partition < NextPartition) ?? true, "A partition's number can be given again.");
        Require(Terms is null || Terms.HasLists || Terms.Acl.All(IsOwners), "Lists are off, and the bucket's gives others something.");
        Require(!Exists || Access.Policy is not null == Terms!.PolicyJson is not null, "The policy is not what is evaluated.");
    }

    private bool May(AccessRequester who, string action) => Access.Decide(
        new AccessQuestion(S3Action.Named(action), "", AccessContext.Of(who), null)) == AccessVerdict.Admitted;

    private BucketFault Check(TermsChange change)
    {
        var block = Terms!.PublicAccess.GetValueOrDefault();
        switch (change)
        {
            case TermsChange.Grants grants:
                if (!Terms.HasLists && !grants.Entries.All(IsOwners))
                    return BucketFault.AclsNotSupported;
                return block.BlockPublicAcls && BucketAccess.IsPublic(grants.Entries) ? BucketFault.PublicAccessBlocked : BucketFault.None;
            case TermsChange.Ownership { Setting: OwnershipSetting.BucketOwnerEnforced }:
                return Terms.Acl.All(IsOwners) ? BucketFault.None : BucketFault.GrantsToOthers;
            case TermsChange.Policy { Json: { } json }:
                var policy = ParsePolicy(json);
                if (policy.Refusal is not null)
                    return BucketFault.MalformedPolicy;
                return block.BlockPublicPolicy && policy.Value.IsPublic ? BucketFault.PublicAccessBlocked : BucketFault.None;
            default:
                return BucketFault.None;
        }
    }

    private bool IsOwners(AclEntry entry) => entry.Kind == AclGrantee.Account && entry.Id == OwnerId;

    private string OwnerId => Making!.Owner.ToString(CultureInfo.InvariantCulture);

    private Parsed<BucketPolicy> ParsePolicy(string json) => BucketPolicyParser.Parse(Encoding.UTF8.GetBytes(json), name);

    private BucketAccess ReadAccess()
    {
        var policy = Terms!.PolicyJson is { } json ? ParsePolicy(json) : default;
        if (policy.Refusal is { } refusal)
            throw new InvalidOperationException($"The policy of {name} was accepted and is refused now: {refusal.Sentence}");
        return new BucketAccess(
            name,
            OwnerId,
            Terms.Ownership ?? OwnershipSetting.ObjectWriter,
            Terms.Acl,
            Terms.PublicAccess.GetValueOrDefault(),
            policy.Value);
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new InvalidOperationException(otherwise);
    }
}
