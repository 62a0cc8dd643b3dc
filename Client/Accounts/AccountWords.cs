namespace OrleansLld.Accounts;

/// <summary>The refusals of accounts in words.</summary>
internal static class AccountWords
{
    public static string Of(AccountReply reply) => reply.Refusal == AccountRefusal.TooManyAttempts
        ? $"Too many wrong passwords of late. Try again in {Math.Ceiling(reply.RetryAfter.TotalSeconds)} s."
        : Of(reply.Refusal);

    public static string Of(AccountRefusal refusal) => refusal switch
    {
        AccountRefusal.InvalidHandle => "A handle has 3 to 32 letters, digits, '-', '_' or '.', and begins with a letter.",
        AccountRefusal.InvalidPassword => "A password has 8 to 128 characters.",
        AccountRefusal.HandleTaken => "Somebody has this handle. Choose another.",
        AccountRefusal.TooManyAttempts => "Too many wrong passwords of late. Try again later.",
        AccountRefusal.WrongHandleOrPassword => "No account has this handle and password.",
        AccountRefusal.TooManyCredentials => "The account has as many credentials as it may. Revoke one on the account page.",
        AccountRefusal.InvalidCredential => "The credential's label or scopes are not right.",
        AccountRefusal.None => "Done.",
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "Not a refusal of accounts."),
    };
}
