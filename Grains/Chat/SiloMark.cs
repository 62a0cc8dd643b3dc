using System.IO.Hashing;
using System.Text;

namespace OrleansLld.Chat;

/// <summary>Tells this silo from every other, and from itself before it was restarted: its address has the moment of its start.</summary>
internal sealed class SiloMark(ILocalSiloDetails silo)
{
    public Guid Value { get; } = new(XxHash128.Hash(Encoding.UTF8.GetBytes(silo.SiloAddress.ToParsableString())));
}
