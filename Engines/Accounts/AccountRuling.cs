namespace OrleansLld.Accounts;

/// <summary>What an account decided about a command.</summary>
/// <param name="Fault">Why not; <see cref="AccountFault.None"/> when it is done.</param>
/// <param name="Event">What is to be written; null when refused, and for a repeat whose answer the state still holds.</param>
public readonly record struct AccountRuling(AccountFault Fault, AccountEvent? Event)
{
    public static AccountRuling Repeat => default;

    public static AccountRuling Refuse(AccountFault fault) => new(fault, null);

    public static AccountRuling Accept(AccountEvent happened) => new(AccountFault.None, happened);
}

/// <summary>In the order of the checks.</summary>
public enum AccountFault
{
    None,
    HandleTaken,
    NotRegistered,
    TooManyCredentials,
    InvalidCredential,
    UnknownCredential,
}
