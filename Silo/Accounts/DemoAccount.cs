using System.Security.Cryptography;

namespace OrleansLld.Accounts;

/// <summary>
/// The account <c>demo</c>, made on the first run with <c>--Demo</c> before anybody can call. Its password is drawn at random and kept in
/// a file of the data directory that only its owner may read.
/// </summary>
internal sealed partial class DemoAccount(House house, IGrainFactory grains, ILogger<DemoAccount> log) : IHostedService
{
    public const string Handle = "demo";

    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int PasswordLength = 16;

    public string PasswordFile { get; } = Path.Combine(house.DataDirectory, "demo-password");

    public string Password { get; private set; } = "";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Password = KeyFile.ReadOrCreate(PasswordFile, () => RandomNumberGenerator.GetString(Letters, PasswordLength));
        var id = new AccountId(RandomNumberGenerator.GetInt32(1, int.MaxValue));
        var account = grains.GetGrain<IAccountGrain>(Handles.KeyOf(Handle));
        await account.Register(new RegisterAccount("first-run", id, Handle, Password), cancellationToken);
        var reply = await account.SignIn(Password, cancellationToken);
        if (reply.Refusal != AccountRefusal.None)
            LogPasswordLost(log, PasswordFile);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

internal static class DemoAccountHosting
{
    public static void AddDemoAccount(this IServiceCollection services)
    {
        services.AddSingleton<DemoAccount>();
        services.AddHostedService(provider => provider.GetRequiredService<DemoAccount>());
    }
}
