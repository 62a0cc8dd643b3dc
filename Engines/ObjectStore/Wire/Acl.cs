using System.Collections.Immutable;
using System.Globalization;

namespace OrleansLld.ObjectStore.Wire;

/// <summary>An access list as clients write and read it.</summary>
/// <param name="OwnerId">The owner's canonical id, which is an account's number.</param>
/// <param name="OwnerName">The owner's handle; empty where the client left it out.</param>
/// <param name="Entries">Who may do what.</param>
public sealed record Acl(string OwnerId, string OwnerName, ImmutableArray<AclEntry> Entries);

/// <summary>One grant.</summary>
/// <param name="Kind">How <paramref name="Id"/> is meant.</param>
/// <param name="Id">An account's number; empty for a group.</param>
/// <param name="Name">The account's handle; empty for a group, and where the client left it out.</param>
/// <param name="Permission">What is granted.</param>
public readonly record struct AclEntry(AclGrantee Kind, string Id, string Name, AclPermission Permission)
{
    public static AclEntry Of(AclParty party, AclPermission permission) => new(AclGrantee.Account, party.Id, party.Name, permission);

    public static AclEntry Of(AclGrantee group, AclPermission permission) => new(group, "", "", permission);
}

/// <summary>An account: its number and its handle.</summary>
public readonly record struct AclParty(string Id, string Name);

/// <summary>Who is meant; the numbers are those of the contract's <c>GranteeKind</c>.</summary>
public enum AclGrantee
{
    Account = 0,
    AllUsers = 1,
    AuthenticatedUsers = 2,
    LogDelivery = 3,
}

/// <summary>What is granted; the numbers are those of the contract's <c>GrantPermission</c>.</summary>
public enum AclPermission
{
    Read = 0,
    Write = 1,
    ReadAcl = 2,
    WriteAcl = 3,
    FullControl = 4,
}

/// <summary>How grantees are written.</summary>
public static class AclNames
{
    public const string AllUsers = "http://acs.amazonaws.com/groups/global/AllUsers";
    public const string AuthenticatedUsers = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
    public const string LogDelivery = "http://acs.amazonaws.com/groups/s3/LogDelivery";

    private const long AccountMax = (1L << 53) - 1;

    /// <summary>Whether the text may be an account's number.</summary>
    public static bool IsAccount(string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number is >= 1 and <= AccountMax
        && id[0] != '0';

    public static AclGrantee? Group(string uri) => uri switch
    {
        AllUsers => AclGrantee.AllUsers,
        AuthenticatedUsers => AclGrantee.AuthenticatedUsers,
        LogDelivery => AclGrantee.LogDelivery,
        _ => null,
    };

    public static string Uri(AclGrantee group) => group switch
    {
        AclGrantee.AllUsers => AllUsers,
        AclGrantee.AuthenticatedUsers => AuthenticatedUsers,
        AclGrantee.LogDelivery => LogDelivery,
        _ => throw new ArgumentOutOfRangeException(nameof(group), group, "Not a group."),
    };

    public static AclPermission? Permission(string name) => name switch
    {
        "READ" => AclPermission.Read,
        "WRITE" => AclPermission.Write,
        "READ_ACP" => AclPermission.ReadAcl,
        "WRITE_ACP" => AclPermission.WriteAcl,
        "FULL_CONTROL" => AclPermission.FullControl,
        _ => null,
    };

    public static string Permission(AclPermission permission) => permission switch
    {
        AclPermission.Read => "READ",
        AclPermission.Write => "WRITE",
        AclPermission.ReadAcl => "READ_ACP",
        AclPermission.WriteAcl => "WRITE_ACP",
        AclPermission.FullControl => "FULL_CONTROL",
        _ => throw new ArgumentOutOfRangeException(nameof(permission), permission, "Not a permission."),
    };
}
