namespace OrleansLld.Accounts;

internal static class AccountsEdge
{
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddOptions<CredentialCacheOptions>().BindConfiguration("Gateway:CredentialCache")
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<AdministratorOptions>().BindConfiguration("Accounts")
            .Configure<House>((options, house) => options.Demo = house.Demo);
        services.AddSingleton<CredentialCache>();
        services.AddSignIn();
        return services;
    }
}
