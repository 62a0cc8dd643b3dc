using System.Security.Cryptography;
using System.Text;

namespace OrleansLld.Accounts;

/// <summary>Finds out in whose name a command runs. The cluster's grains decide: by the password, or by the session's credential.</summary>
internal static class SignedIn
{
    public static async Task<(AccountProfile? Profile, Failure? Failure)> ByPassword(
        ClusterConnection cluster, Terminal terminal, string handle, CancellationToken cancellationToken)
    {
        if (await Password.Read(terminal, handle, cancellationToken) is not { } password)
            return (null, Failure.NotSignedIn($"There is no password for {handle}: set {Password.Variable}, or run this in a terminal."));
        var reply = await cluster.Grains.GetGrain<IAccountGrain>(handle.ToLowerInvariant()).SignIn(password, cancellationToken);
        return reply.Refusal == AccountRefusal.None
            ? (reply.Profile, null)
            : (null, new Failure(ExitCode.NotSignedIn, Failure.CodeOf(reply.Refusal), AccountWords.Of(reply)));
    }

    public static async Task<(AccountId Account, Failure? Failure)> BySession(
        ClusterConnection cluster, CancellationToken cancellationToken)
    {
        if (await SessionFile.Read(cancellationToken) is not { } session)
        {
            return (default, Failure.NotSignedIn(
                "Nobody is signed in. Run `Client sign-in --handle NAME`, or give --handle with this command."));
        }

        var credential = await cluster.Grains.GetGrain<ICredentialGrain>(session.CredentialId).Resolve(cancellationToken);
        return credential is { Kind: CredentialKind.Exchange } && SameSecret(credential.Secret, session.Secret)
            ? (credential.Account, null)
            : (default, Failure.NotSignedIn($"The session of {session.Handle} was ended. Run `Client sign-in` again."));
    }

    private static bool SameSecret(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));
}
