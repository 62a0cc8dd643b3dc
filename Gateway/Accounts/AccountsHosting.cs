namespace OrleansLld.Accounts;

internal static class AccountsHosting
{
    public static void AddAccounts(this IServiceCollection services)
    {
        services.AddOptions<CredentialCacheOptions>().BindConfiguration("Gateway:CredentialCache")
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<CredentialCache>();
        services.AddSignIn();
    }
}
