namespace Virtuos.Measuring;

/// <summary>How much the server and its PostgreSQL have worked: what a figure is made of, whatever else the machine does.</summary>
/// <param name="server">Process number; null when it is not to be counted.</param>
/// <param name="postmaster">The same of PostgreSQL's first process.</param>
public sealed class Work(int? server, int? postmaster)
{
    /// <param name="Server">Milliseconds of a processor in the program itself.</param>
    /// <param name="Kernel">Those that the system worked for it.</param>
    /// <param name="Database">All of PostgreSQL's processes.</param>
    public readonly record struct Spent(double Server, double Kernel, double Database)
    {
        public static Spent operator -(Spent one, Spent other) => new(one.Server - other.Server, one.Kernel - other.Kernel, one.Database - other.Database);

        public static Spent operator +(Spent one, Spent other) => new(one.Server + other.Server, one.Kernel + other.Kernel, one.Database + other.Database);

        public static Spent operator /(Spent all, int parts) => new(all.Server / parts, all.Kernel / parts, all.Database / parts);

        public override string ToString() => FormattableString.Invariant($"server {Server:0.00} ms and {Kernel:0.00} ms of the system for it, PostgreSQL {Database:0.00} ms");
    }

    public Spent Read()
    {
        var own = server is { } id ? Processes.Used(id) : default;
        var beside = postmaster is { } first ? Processes.Children(first).Append(first).Select(Processes.Used).Sum(u => u.User + u.System) : 0;
        return new(own.User * 1000, own.System * 1000, beside * 1000);
    }

    /// <summary>The first process of an embedded PostgreSQL; null when there is none.</summary>
    public static int? Postmaster(string? var) => var is null ? null : Processes.FirstLine(Path.Combine(var, "database", "postmaster.pid"));
}

/// <summary>What many figures come to.</summary>
public static class Figures
{
    public static double Median(this IEnumerable<double> values)
    {
        var ordered = values.Order().ToList();
        return ordered[ordered.Count / 2];
    }

    /// <param name="ordered">The least first.</param>
    public static double At(this IReadOnlyList<double> ordered, int percent) => ordered[Math.Min(ordered.Count - 1, ordered.Count * percent / 100)];
}
