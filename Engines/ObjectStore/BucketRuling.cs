namespace OrleansLld.ObjectStore;

/// <summary>What a bucket decided about a command.</summary>
/// <param name="Fault">Why not; <see cref="BucketFault.None"/> when it is done.</param>
/// <param name="Event">What is to be written; null when refused, and for a repeat whose answer the state still holds.</param>
public readonly record struct BucketRuling(BucketFault Fault, BucketEvent? Event)
{
    public static BucketRuling Repeat => default;

    public static BucketRuling Refuse(BucketFault fault) => new(fault, null);

    public static BucketRuling Accept(BucketEvent happened) => new(BucketFault.None, happened);
}

/// <summary>In the order of the checks.</summary>
public enum BucketFault
{
    None,
    NoSuchBucket,
    NameTaken,
    OwnedByYou,
    AccessDenied,
    AclsNotSupported,
    MalformedPolicy,
    PublicAccessBlocked,
    GrantsToOthers,
    Conflict,
}

/// <summary>How far a bucket is. In all but <see cref="Open"/> and <see cref="None"/> there is work to be finished.</summary>
public enum BucketStage
{
    /// <summary>There is none of this name.</summary>
    None,

    /// <summary>The name is taken; the bucket cannot be used yet.</summary>
    Making,

    /// <summary>It can be used.</summary>
    Open,

    /// <summary>Its partitions are being closed, which they refuse while they have something.</summary>
    Closing,

    /// <summary>Those that were closed are being opened again, as another refused.</summary>
    Reopening,

    /// <summary>It is gone; the owner's list may still have it.</summary>
    Removing,
}
