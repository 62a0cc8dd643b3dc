using Microsoft.AspNetCore.Http.HttpResults;

namespace OrleansLld.Accounts;

/// <summary>The accounts' refusals in HTTP's words.</summary>
internal static class AccountRefusals
{
    private const int CommandIdLengthMax = 64;

    public static ProblemHttpResult Of(AccountRefusal refusal, HttpContext context, TimeSpan retryAfter)
    {
        if (refusal == AccountRefusal.TooManyAttempts)
            Refusals.SetRetryAfter(context, retryAfter);
        return Of(refusal);
    }

    public static ProblemHttpResult Of(AccountRefusal refusal)
    {
        var (status, code, sentence) = refusal switch
        {
            AccountRefusal.InvalidHandle => (
                StatusCodes.Status400BadRequest,
                "invalid-handle",
                "A handle is 3 to 32 letters, digits, '-', '_' or '.', and starts with a letter."),
            AccountRefusal.InvalidPassword => (
                StatusCodes.Status400BadRequest, "invalid-password", "A password has 8 to 128 characters."),
            AccountRefusal.HandleTaken => (
                StatusCodes.Status409Conflict, "handle-taken", "Somebody has this handle already; choose another."),
            AccountRefusal.TooManyAttempts => (
                StatusCodes.Status429TooManyRequests, "too-many-attempts", "Too many wrong passwords of late; wait before you try again."),
            AccountRefusal.WrongHandleOrPassword => (
                StatusCodes.Status401Unauthorized, "wrong-handle-or-password", "There is no account with this handle and password."),
            AccountRefusal.TooManyCredentials => (
                StatusCodes.Status409Conflict, "too-many-credentials", "The account has 100 credentials; revoke one that is not needed."),
            AccountRefusal.InvalidCredential => (
                StatusCodes.Status400BadRequest,
                "invalid-credential",
                "A label has at most 64 characters, and scopes must belong to the kind: 'read' and 'trade' for exchange, none for others."),
            _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "Not a refusal."),
        };
        return Refusals.Refuse(status, code, sentence);
    }

    public static ProblemHttpResult UnknownKind() => Refusals.Refuse(
        StatusCodes.Status400BadRequest, "unknown-credential-kind", "The kind is one of 's3', 'exchange', 'mail' and 'git'.");

    public static ProblemHttpResult WrongPassword() => Refusals.Refuse(
        StatusCodes.Status403Forbidden, "wrong-password", "This is not the password of the account.");

    public static ProblemHttpResult UnknownCredential() => Refusals.Refuse(
        StatusCodes.Status404NotFound, "unknown-credential", "This account has no such credential.");

    /// <summary>Null when the id may be used.</summary>
    public static ProblemHttpResult? OfCommandId(string? commandId) => commandId is null or { Length: > 0 and <= CommandIdLengthMax }
        ? null
        : Refusals.Refuse(StatusCodes.Status400BadRequest, "invalid-command-id", "A command id has 1 to 64 characters.");
}
