using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace OrleansLld.Accounts;

/// <summary>
/// Hashes passwords, which is slow on purpose: tens of milliseconds of a processor. Half of the silo's processors at most are busy
/// with it at a time, so a rush of sign-ins does not stop the other grains.
/// </summary>
internal sealed class Passwords : IDisposable
{
    private readonly PasswordHasher<string> _hasher;
    private readonly SemaphoreSlim _processors = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly Lazy<string> _hashOfNobody;

    public Passwords(IOptions<AccountsOptions> options)
    {
        _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = options.Value.PasswordRounds }));
        _hashOfNobody = new(() => _hasher.HashPassword("", ""));
    }

    public async Task<string> Hash(string password, CancellationToken cancellationToken)
    {
        await _processors.WaitAsync(cancellationToken);
        try
        {
            return _hasher.HashPassword("", password);
        }
        finally
        {
            _processors.Release();
        }
    }

    /// <summary>Whether the password has this hash. Without one it does the same work: time does not tell which handles exist.</summary>
    public async Task<bool> Verify(string? hash, string password, CancellationToken cancellationToken)
    {
        await _processors.WaitAsync(cancellationToken);
        try
        {
            var matches = _hasher.VerifyHashedPassword("", hash ?? _hashOfNobody.Value, password) != PasswordVerificationResult.Failed;
            return hash is not null && matches;
        }
        finally
        {
            _processors.Release();
        }
    }

    public void Dispose() => _processors.Dispose();
}
