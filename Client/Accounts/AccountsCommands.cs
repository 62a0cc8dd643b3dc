using System.CommandLine;
using System.Security.Cryptography;
using Spectre.Console;

namespace OrleansLld.Accounts;

/// <summary><c>sign-up</c>, <c>sign-in</c>, <c>sign-out</c>.</summary>
internal static class AccountsCommands
{
    private const int LabelLengthMax = 64;

    private static string Label
    {
        get
        {
            var label = $"console on {Environment.MachineName}";
            return label[..Math.Min(LabelLengthMax, label.Length)];
        }
    }

    public static void AddTo(RootCommand root, SharedArguments options)
    {
        root.Add(SignUp(options));
        root.Add(SignIn(options));
        root.Add(SignOut(options));
    }

    private static TaughtCommand SignUp(SharedArguments options)
    {
        var command = new TaughtCommand(
            "sign-up",
            "Registers an account and signs in with it",
            "Client sign-up --handle ada",
            "ORLEANSLLD_PASSWORD='correct horse' Client sign-up --handle ada --json");
        command.OnCluster(options, async (run, token) =>
        {
            if (run.Arguments.GetValue(options.Handle) is not { Length: > 0 } handle)
                return Failure.Usage("Say who: --handle NAME.");
            if (await Password.Read(run.Terminal, handle, token) is not { } password)
                return Failure.Usage($"There is no password: set {Password.Variable}, or run this in a terminal.");
            var register = new RegisterAccount(FreshId(), new AccountId(RandomAccountNumber()), handle, password);
            var reply = await run.Cluster.Grains.GetGrain<IAccountGrain>(handle.ToLowerInvariant()).Register(register, token);
            return reply.Refusal != AccountRefusal.None
                ? Failure.Refused(reply.Refusal, AccountWords.Of(reply))
                : await OpenSession(run, reply.Profile!, token);
        });
        return command;
    }

    private static TaughtCommand SignIn(SharedArguments options)
    {
        var command = new TaughtCommand(
            "sign-in",
            "Signs in: keeps a credential of the account, readable by its user only, for the commands after it",
            "Client sign-in --handle ada",
            "ORLEANSLLD_PASSWORD='correct horse' Client sign-in --handle ada --json");
        command.OnCluster(options, async (run, token) =>
        {
            if (run.Arguments.GetValue(options.Handle) is not { Length: > 0 } handle)
                return Failure.Usage("Say who: --handle NAME.");
            var (profile, failure) = await SignedIn.ByPassword(run.Cluster, run.Terminal, handle, token);
            return failure ?? await OpenSession(run, profile!, token);
        });
        return command;
    }

    private static TaughtCommand SignOut(SharedArguments options)
    {
        var command = new TaughtCommand("sign-out", "Ends the session and revokes its credential", "Client sign-out");
        command.OnCluster(options, async (run, token) =>
        {
            if (await SessionFile.Read(token) is not { } session)
                return Failure.NotSignedIn("Nobody is signed in.");
            var account = run.Cluster.Grains.GetGrain<IAccountGrain>(session.Handle.ToLowerInvariant());
            await account.RevokeCredential(session.CredentialId, token);
            SessionFile.Forget();
            run.Terminal.Write(
                new { handle = session.Handle, signedIn = false },
                (console, it) => console.WriteLine($"{it.handle} is signed out."));
            return null;
        });
        return command;
    }

    private static async Task<Failure?> OpenSession(CommandRun run, AccountProfile profile, CancellationToken cancellationToken)
    {
        var create = new CreateCredential(
            FreshId(), CredentialKind.Exchange, Label, [], FreshId(), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        var account = run.Cluster.Grains.GetGrain<IAccountGrain>(profile.Handle.ToLowerInvariant());
        var reply = await account.CreateCredential(create, cancellationToken);
        if (reply.Refusal != AccountRefusal.None)
            return Failure.Refused(reply.Refusal, AccountWords.Of(reply.Refusal));
        if (await SessionFile.Read(cancellationToken) is { } previous && previous.Handle == profile.Handle)
            await account.RevokeCredential(previous.CredentialId, cancellationToken);
        await new SessionFile(profile.Handle, reply.Credential!.Id, reply.Secret!).Write(cancellationToken);
        run.Terminal.Write(
            new { handle = profile.Handle, account = profile.Id.Value, signedIn = true },
            (console, it) => console.WriteLine($"Signed in as {it.handle} (account {it.account})."));
        return null;
    }

    private static string FreshId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private static long RandomAccountNumber() =>
        1 + (long)(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) % (ulong)AccountId.ValueMax);
}
