using Virtuos.Kernel.Values;

namespace Virtuos.Directory.Offices;

/// <summary>Stored values as people write them.</summary>
internal static class Shown
{
    public static string PostalCode(string value) => Kernel.Values.PostalCode.TryParse(value, out var code) ? code.Shown : value;

    public static string Phone(string value) => PhoneNumber.TryParse(value, out var number) ? number.Shown : value;
}
