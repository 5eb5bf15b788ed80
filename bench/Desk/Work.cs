using System.Globalization;

namespace Virtuos.Desk;

/// <summary>How much the server and its PostgreSQL have worked, in milliseconds of a processor: what a figure is made of, whatever else the machine does.</summary>
internal sealed class Work(int? server, int? postmaster)
{
    private const double Tick = 10;

    public (double Server, double Database) Read() => (server is { } s ? Of(s) : 0, postmaster is { } p ? Children(p).Sum(Of) : 0);

    // Utime and stime are the fourteenth and fifteenth field; the name before them may hold spaces.
    private static double Of(int process)
    {
        try
        {
            var fields = File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1].Split(' ');
            return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) * Tick;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static IEnumerable<int> Children(int parent) =>
        File.ReadAllText($"/proc/{parent}/task/{parent}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse);
}
