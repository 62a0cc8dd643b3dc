using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace OrleansLld.Accounts;

public static class AccountsHosting
{
    /// <summary>The grains of the accounts; their settings are the section <c>Accounts</c>.</summary>
    public static ISiloBuilder AddAccounts(this ISiloBuilder silo)
    {
        silo.Services.AddOptions<AccountsOptions>().BindConfiguration("Accounts").ValidateOnStart();
        silo.Services.AddSingleton<IValidateOptions<AccountsOptions>, AccountsOptionsValidator>();
        silo.Services.TryAddSingleton<Passwords>();
        silo.Services.TryAddSingleton<SecretBox>();
        return silo;
    }

    /// <summary>
    /// Names the grain of a system that lets go of an account when the account is deleted. A second call changes nothing.
    /// </summary>
    public static ISiloBuilder AddAccountFollower<TFollower>(this ISiloBuilder silo)
        where TFollower : IAccountFollower
    {
        if (silo.Services.All(service => (service.ImplementationInstance as AccountFollower)?.Kind != typeof(TFollower)))
        {
            silo.Services.AddSingleton(new AccountFollower(
                typeof(TFollower), static (grains, account) => grains.GetGrain<TFollower>(account.Value)));
        }

        return silo;
    }
}
