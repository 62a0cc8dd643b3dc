using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace OrleansLld.Accounts;

/// <summary>The section <c>Accounts</c> of a silo's configuration.</summary>
public sealed class AccountsOptions
{
    /// <summary>Seals credentials' secrets: 32 bytes in Base64, the same in every silo. Default: made in the data directory.</summary>
    [Required, Base64String]
    public string CredentialKey { get; set; } = "";

    /// <summary>Rounds of PBKDF2 with HMAC-SHA512 in a password's hash. Default 100,000.</summary>
    [Range(1, 10_000_000)]
    public int PasswordRounds { get; set; } = 100_000;

    /// <summary>Wrong passwords within <see cref="FailureWindow"/> that lock the sign-in of an account. Default 5.</summary>
    [Range(1, 1000)]
    public int SignInFailuresMax { get; set; } = 5;

    /// <summary>How long a failure counts. Default 15 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan FailureWindow { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The first lock; each further one is twice as long. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LockMin { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest lock. Default 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LockMax { get; set; } = TimeSpan.FromHours(1);

    internal SignInLimits SignInLimits => new(SignInFailuresMax, FailureWindow, LockMin, LockMax);
}

[OptionsValidator]
internal sealed partial class AccountsOptionsValidator : IValidateOptions<AccountsOptions>;
