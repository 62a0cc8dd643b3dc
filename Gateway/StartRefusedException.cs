using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace OrleansLld;

/// <summary>The process cannot start as it was told to; the message says what to change.</summary>
/// <param name="message">For the person who started it.</param>
/// <param name="cause">What was met.</param>
public sealed class StartRefusedException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>What to tell the person who started the process, or null when the failure is not theirs to mend.</summary>
    public static string? SentenceOf(Exception failure) => failure switch
    {
        StartRefusedException or OptionsValidationException => failure.Message,
        IOException { InnerException: AddressInUseException } =>
            $"{failure.Message} Choose another port with --Gateway:Http:Port, or with --ObjectStore:Port for S3.",
        _ => null,
    };
}
