using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using OrleansLld.Accounts;
using OrleansLld.Storage;

namespace OrleansLld;

/// <summary>What a command works with.</summary>
/// <param name="Arguments">What was typed.</param>
/// <param name="Terminal">Where it answers.</param>
/// <param name="Cluster">The cluster's grains.</param>
internal sealed record CommandRun(ParseResult Arguments, Terminal Terminal, ClusterConnection Cluster);

/// <summary>Runs commands: connects, signs in, and turns what goes wrong into words and an exit code.</summary>
internal static class CommandRunner
{
    /// <summary>For commands that need the cluster.</summary>
    public static void OnCluster(this Command command, SharedArguments options, Func<CommandRun, CancellationToken, Task<Failure?>> body) =>
        command.Alone(options, (arguments, terminal, token) => Connected(options, arguments, terminal, body, token));

    /// <summary>For commands that need the cluster and an account.</summary>
    public static void AsAccount(
        this Command command, SharedArguments options, Func<CommandRun, AccountId, CancellationToken, Task<Failure?>> body) =>
        command.OnCluster(options, async (run, token) =>
        {
            var (account, failure) = run.Arguments.GetValue(options.Handle) is { Length: > 0 } handle
                ? await ByHandle(run, handle, token)
                : await SignedIn.BySession(run.Cluster, token);
            return failure ?? await body(run, account, token);
        });

    /// <summary>For commands that need no cluster.</summary>
    public static void Alone(
        this Command command, SharedArguments options, Func<ParseResult, Terminal, CancellationToken, Task<Failure?>> body) =>
        command.SetAction(async (arguments, token) =>
        {
            var terminal = new Terminal(arguments.GetValue(options.Json));
            var failure = await Caught(() => body(arguments, terminal, token), token);
            if (failure is not null)
                terminal.Fail(failure);
            return (int)(failure?.Exit ?? ExitCode.Done);
        });

    private static async Task<Failure?> Connected(
        SharedArguments options,
        ParseResult arguments,
        Terminal terminal,
        Func<CommandRun, CancellationToken, Task<Failure?>> body,
        CancellationToken cancellationToken)
    {
        var text = arguments.GetValue(options.Gateway);
        if (text is null && ClusterConnection.IsInEnvironment)
            return await Joined(
                await ClusterConnection.OpenByEnvironment(cancellationToken),
                "No silo of the cluster answers that Orleans__Clustering__ConnectionString names.");

        text ??= SharedArguments.GatewayDefault;
        if (await EndPointOf(text, cancellationToken) is not { } gateway)
            return Failure.Usage($"'{text}' is not the host:port of a silo's Orleans gateway, such as {SharedArguments.GatewayDefault}.");
        return await Joined(
            await ClusterConnection.Open(gateway, cancellationToken),
            $"No silo answers at {text}. Start one with `dotnet run --project Silo`, or name another with --gateway.");

        async Task<Failure?> Joined(ClusterConnection? connection, string otherwise)
        {
            await using var cluster = connection;
            return cluster is null
                ? Failure.Unreachable(otherwise)
                : await body(new CommandRun(arguments, terminal, cluster), cancellationToken);
        }
    }

    private static async Task<(AccountId Account, Failure? Failure)> ByHandle(
        CommandRun run, string handle, CancellationToken cancellationToken)
    {
        var (profile, failure) = await SignedIn.ByPassword(run.Cluster, run.Terminal, handle, cancellationToken);
        return (profile?.Id ?? default, failure);
    }

    private static async Task<Failure?> Caught(Func<Task<Failure?>> body, CancellationToken cancellationToken)
    {
        try
        {
            return await body();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new Failure(ExitCode.Interrupted, "interrupted", "Stopped.");
        }
        catch (StorageUnavailableException e)
        {
            return new Failure(ExitCode.Unreachable, "storage-unavailable", $"The store does not answer; try again. {e.Message}");
        }
        catch (HttpRequestException e)
        {
            return Failure.Unreachable(e.Message);
        }
        catch (Exception e) when (e is TimeoutException or OrleansException or SocketException)
        {
            return Failure.Unreachable($"The cluster did not answer, and whether it did what was asked is unknown. {e.Message}");
        }
        catch (IOException e)
        {
            return new Failure(ExitCode.Fault, "input-output", e.Message);
        }
    }

    private static async Task<IPEndPoint?> EndPointOf(string text, CancellationToken cancellationToken)
    {
        if (IPEndPoint.TryParse(text, out var endPoint))
            return endPoint.Port == 0 ? null : endPoint;
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(text.AsSpan(colon + 1), out var port) || port == 0)
            return null;
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(text[..colon], cancellationToken);
            return addresses.Length == 0 ? null : new IPEndPoint(addresses[0], port);
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
