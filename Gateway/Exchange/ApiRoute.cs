namespace OrleansLld.Exchange;

/// <summary>One address of the API.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The address.</param>
/// <param name="Access">Who may call it.</param>
/// <param name="Weight">What a call counts against the caller's limit.</param>
/// <param name="Answer">Reads the parameters and writes the answer.</param>
internal sealed record ApiRoute(string Method, string Path, RouteAccess Access, int Weight, Func<ExchangeCall, Task> Answer)
{
    /// <summary>Whether the answer to a failure is that nobody knows what became of the command.</summary>
    public bool IsCommand => Method != HttpMethods.Get;
}
