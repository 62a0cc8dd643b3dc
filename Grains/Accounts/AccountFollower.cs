namespace OrleansLld.Accounts;

/// <summary>A system that lets go of an account when the account is deleted.</summary>
/// <param name="Kind">The interface of its grain.</param>
/// <param name="Of">Its grain of an account.</param>
internal sealed record AccountFollower(Type Kind, Func<IGrainFactory, AccountId, IAccountFollower> Of);
