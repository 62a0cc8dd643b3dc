using System.Security.Cryptography;

namespace OrleansLld.Accounts;

/// <summary>Ids and secrets for new credentials, in the form that each field's tools expect.</summary>
internal static class CredentialDraw
{
    private const string SomeUpperCase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const string SomeLowerCase = "abcdefghijklmnopqrstuvwxyz234567";
    private const string SomeLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>AWS-like access keys, Binance-like API keys, user names without capitals.</summary>
    public static (string Id, string Secret) Draw(CredentialKind kind) => kind switch
    {
        CredentialKind.S3 => (RandomNumberGenerator.GetString(SomeUpperCase, 20), RandomNumberGenerator.GetString(SomeLetters, 40)),
        CredentialKind.Exchange => (RandomNumberGenerator.GetString(SomeLetters, 64), RandomNumberGenerator.GetString(SomeLetters, 64)),
        _ => (RandomNumberGenerator.GetString(SomeLowerCase, 20), RandomNumberGenerator.GetString(SomeLetters, 40)),
    };
}
