namespace OrleansLld.Exchange;

/// <summary>One address of the API.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The address.</param>
/// <param name="Access">Who may call it.</param>
/// <param name="Weight">What a call counts against the caller's limit.</param>
/// <param name="Summary">What it is for.</param>
/// <param name="Parameters">The names of what it reads, apart by blanks; those that may be left out end in a question mark.</param>
/// <param name="Answer">Reads the parameters and writes the answer.</param>
internal sealed record ApiRoute(
    string Method, string Path, RouteAccess Access, int Weight, string Summary, string Parameters, Func<ExchangeCall, Task> Answer)
{
    /// <summary>Whether the answer to a failure is that nobody knows what became of the command.</summary>
    public bool IsCommand => Method != HttpMethods.Get;
}
