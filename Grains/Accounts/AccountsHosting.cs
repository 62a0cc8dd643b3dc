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
}
