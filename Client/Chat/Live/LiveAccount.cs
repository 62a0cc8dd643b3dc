using System.CommandLine;
using System.Net;
using System.Net.Http.Json;
using OrleansLld.Accounts;

namespace OrleansLld.Chat.Live;

/// <summary>Somebody who signs in over HTTP, as often as a token has ended.</summary>
internal sealed class LiveAccount
{
    private readonly string _handle;
    private readonly string _password;

    private LiveAccount(string handle, string password) => (_handle, _password) = (handle, password);

    /// <summary>The bearer token of the last sign-in.</summary>
    public string Token { get; private set; } = "";

    /// <summary>The account's number.</summary>
    public AccountId Id { get; private set; }

    public static Option<string[]> Urls() => new("--url")
    {
        Description = "The product's HTTP address; with several, the next is taken when one is gone",
        DefaultValueFactory = _ => ["http://127.0.0.1:8080"],
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>Who it is by <c>--handle</c> or the session, with a password from the environment or a question.</summary>
    public static async Task<(LiveAccount? Account, Failure? Failure)> Of(
        ParseResult arguments, SharedArguments options, Terminal terminal, CancellationToken cancellationToken)
    {
        var handle = arguments.GetValue(options.Handle) is { Length: > 0 } given
            ? given
            : (await SessionFile.Read(cancellationToken))?.Handle;
        if (handle is null)
            return (null, Failure.NotSignedIn("Say who: --handle NAME. Over the hub it takes the password, not the session."));
        return await Password.Read(terminal, handle, cancellationToken) is { } password
            ? (new LiveAccount(handle, password), null)
            : (null, Failure.NotSignedIn($"There is no password for {handle}: set {Password.Variable}, or run this in a terminal."));
    }

    /// <summary>Signs in; null when it did, or why the account is not let in.</summary>
    /// <exception cref="HttpRequestException">Nobody answers as they should.</exception>
    public async Task<Failure?> SignIn(Uri url, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = url };
        using var answer = await http.PostAsJsonAsync(
            "api/accounts/sign-in", new { handle = _handle, password = _password }, cancellationToken);
        if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests)
            return new Failure(
                ExitCode.NotSignedIn,
                "wrong-handle-or-password",
                $"{_handle} is not let in: {(int)answer.StatusCode} {answer.ReasonPhrase}.");
        answer.EnsureSuccessStatusCode();
        var signedIn = await answer.Content.ReadFromJsonAsync<SignInAnswer>(cancellationToken);
        (Token, Id) = (signedIn!.Token, AccountId.Parse(signedIn.Id));
        return null;
    }

    private sealed record SignInAnswer(string Token, string Id);
}
