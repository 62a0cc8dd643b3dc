using System.CommandLine;

namespace OrleansLld;

/// <summary>The options that every command has.</summary>
internal sealed class SharedArguments
{
    public const string GatewayVariable = "ORLEANSLLD_GATEWAY";

    public const string HandleVariable = "ORLEANSLLD_HANDLE";

    public const string GatewayDefault = "127.0.0.1:30000";

    public Option<string?> Gateway { get; } = new("--gateway")
    {
        Description = $"The Orleans gateway of a silo, host:port (environment: {GatewayVariable}; without it: the cluster that "
            + $"Orleans__Clustering__ProviderType and Orleans__Clustering__ConnectionString name, or else {GatewayDefault})",
        HelpName = "host:port",
        Recursive = true,
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(GatewayVariable),
    };

    public Option<string?> Handle { get; } = new("--handle")
    {
        Description = $"Whose account; the password is asked for or taken from {Accounts.Password.Variable} "
            + $"(environment: {HandleVariable}; without it: whoever signed in)",
        HelpName = "handle",
        Recursive = true,
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(HandleVariable),
    };

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Write the result as one JSON object to standard output, errors as one to standard error",
        Recursive = true,
    };
}
