using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OrleansLld.ObjectStore.Wire;
using OrleansLld.ObjectStore.Wire.Xml;

namespace OrleansLld.ObjectStore;

/// <summary>What happened to a bucket. The names are stored and never change; a new property must have a default.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(Created), "created")]
[JsonDerivedType(typeof(Abandoned), "abandoned")]
[JsonDerivedType(typeof(Opened), "opened")]
[JsonDerivedType(typeof(Changed), "changed")]
[JsonDerivedType(typeof(Closing), "closing")]
[JsonDerivedType(typeof(Reopening), "reopening")]
[JsonDerivedType(typeof(Reopened), "reopened")]
[JsonDerivedType(typeof(Closed), "closed")]
[JsonDerivedType(typeof(Removed), "removed")]
[JsonDerivedType(typeof(MoveBegun), "move-begun")]
[JsonDerivedType(typeof(Moved), "moved")]
[JsonDerivedType(typeof(MoveEnded), "move-ended")]
public abstract record BucketEvent
{
    private BucketEvent()
    {
    }

    /// <summary>The name is taken; the owner's list and the first partition do not know of it yet.</summary>
    public sealed record Created(
        string Incarnation,
        long Owner,
        string OwnerHandle,
        DateTimeOffset At,
        string Region,
        OwnershipSetting Ownership,
        ImmutableArray<AclEntry> Acl) : BucketEvent;

    /// <summary>The owner has as many buckets as it may: the name is free again.</summary>
    public sealed record Abandoned : BucketEvent;

    /// <summary>The bucket can be used.</summary>
    public sealed record Opened : BucketEvent;

    public sealed record Changed(TermsChange Change) : BucketEvent;

    /// <summary>The partitions are being asked to close.</summary>
    public sealed record Closing : BucketEvent;

    /// <summary>One of them is not empty: the others are being opened again.</summary>
    public sealed record Reopening : BucketEvent;

    public sealed record Reopened : BucketEvent;

    /// <summary>All of them are closed: the bucket is gone, but for its name on the owner's list and the collector's work.</summary>
    public sealed record Closed : BucketEvent;

    /// <summary>The name is free again.</summary>
    public sealed record Removed : BucketEvent;

    /// <summary>Keys are being copied from one partition to another.</summary>
    public sealed record MoveBegun(IndexMove Move) : BucketEvent;

    /// <summary>The other partition serves them.</summary>
    public sealed record Moved : BucketEvent;

    /// <summary>The first has let go of them.</summary>
    public sealed record MoveEnded : BucketEvent;
}
