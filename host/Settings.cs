using System.Net;
using Microsoft.Extensions.Configuration;
using Virtuos.Kernel.Configuration;

namespace Virtuos.Host;

/// <summary>The settings cannot be used; the message says which and why.</summary>
public sealed class SettingsException(string message) : Exception(message);

/// <summary>Reads the installation's settings: <c>virtuos.json</c>, then environment variables <c>VIRTUOS__MAIL__HOST</c>, then the command line.</summary>
public static class Settings
{
    /// <summary>By sysexits: the configuration is wrong.</summary>
    public const int ExitCode = 78;

    private static readonly string[] Secrets = ["password", "secretkey", "database", "authorization"];

    /// <exception cref="SettingsException">A value has the wrong form, or a key is unknown.</exception>
    public static Installation Read(string? file, IReadOnlyDictionary<string, string?> overrides)
    {
        var installation = new Installation();
        var path = file ?? "virtuos.json";
        if (file is not null && !File.Exists(file)) throw new SettingsException($"There is no file {file}.");
        IConfigurationRoot configuration;
        try
        {
            configuration = new ConfigurationBuilder()
                .AddJsonFile(Path.GetFullPath(path), optional: true, reloadOnChange: false)
                .AddEnvironmentVariables("VIRTUOS__")
                .AddInMemoryCollection(overrides.Where(o => o.Value is not null))
                .Build();
            configuration.Bind(installation);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or FormatException)
        {
            throw new SettingsException($"{path}: {e.InnerException?.Message ?? e.Message}");
        }
        if (Unknown(configuration, typeof(Installation), "") is { } unknown) throw new SettingsException($"There is no setting '{unknown}'. Known: {string.Join(", ", Keys(typeof(Installation), ""))}.");

        installation.Var = Path.GetFullPath(installation.Var);
        installation.Data = FindData(installation.Data);
        if (!Uri.TryCreate(installation.Address, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new SettingsException($"'address' must be a web address such as https://urad.example.cz, not '{installation.Address}'.");
        if (Proxies(installation).FirstOrDefault(p => p.Network is null) is { Written: { } written })
            throw new SettingsException($"'proxies' must be addresses or networks such as 10.0.0.5 or 10.1.0.0/16, not '{written}'.");
        if (installation.Mail.Security is not ("none" or "starttls"))
            throw new SettingsException($"'mail:security' must be none or starttls, not '{installation.Mail.Security}'.");
        CheckSms(installation.Sms);
        CheckTimestamp(installation);
        return installation;
    }

    private static void CheckTimestamp(Installation installation)
    {
        var stamps = installation.Timestamp;
        if (stamps.Patience is < 1 or > 60) throw new SettingsException($"'timestamp:patience' must be 1 to 60 seconds, not '{stamps.Patience}'.");
        if (stamps.Policy is { Length: > 0 } policy && !System.Text.RegularExpressions.Regex.IsMatch(policy, @"^[0-2](\.\d+)+$"))
            throw new SettingsException($"'timestamp:policy' must be an object identifier such as 1.2.203.7064.1.1.11, not '{policy}'.");
        if (stamps.Url is not { Length: > 0 } url) return;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")) throw new SettingsException($"'timestamp:url' must be a web address, not '{url}'.");
        if (stamps.Roots is not { Length: > 0 } roots || !File.Exists(Path.Combine(installation.Var, roots)))
            throw new SettingsException("'timestamp:roots' must name a file with the certificates that stamps are trusted by.");
        stamps.Roots = Path.Combine(installation.Var, roots);
    }

    private static void CheckSms(SmsSettings sms)
    {
        // Placeholders may stand anywhere but in the name of the gateway's machine.
        if (sms.Url is { Length: > 0 } url && (!Uri.TryCreate(url, UriKind.Absolute, out var gateway) || gateway.Scheme is not ("http" or "https") || gateway.Host.Contains('{', StringComparison.Ordinal)))
            throw new SettingsException($"'sms:url' must be a web address, not '{url}'.");
        if (sms.Method is not ("POST" or "PUT" or "GET")) throw new SettingsException($"'sms:method' must be POST, PUT or GET, not '{sms.Method}'.");
        foreach (var (key, pattern) in ((string, string?)[])[("accepted", sms.Accepted), ("refused", sms.Refused)])
        {
            try { if (pattern is not null) _ = new System.Text.RegularExpressions.Regex(pattern); }
            catch (ArgumentException e) { throw new SettingsException($"'sms:{key}' is no regular expression: {e.Message}"); }
        }
    }

    /// <summary>The believed proxies; the network is null when what is written is none.</summary>
    public static IEnumerable<(string Written, IPNetwork? Network)> Proxies(Installation installation) =>
        installation.Proxies.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(written => (written,
            IPNetwork.TryParse(written, out var network) ? network : IPAddress.TryParse(written, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : (IPNetwork?)null));

    /// <summary>Every setting with its value, secrets covered.</summary>
    public static IEnumerable<(string Key, string? Value)> Show(Installation installation) => Show(installation, "");

    private static IEnumerable<(string, string?)> Show(object holder, string prefix) => holder.GetType().GetProperties().Where(p => p.CanWrite).SelectMany(p =>
    {
        var (key, value) = (prefix + p.Name.ToLowerInvariant(), p.GetValue(holder));
        if (Nested(p.PropertyType)) return Show(value!, key + ":");
        return [(key, value is string { Length: > 0 } && Secrets.Contains(p.Name.ToLowerInvariant()) ? "•••" : Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture))];
    });

    private static IEnumerable<string> Keys(Type type, string prefix) => type.GetProperties().Where(p => p.CanWrite).SelectMany(p =>
        Nested(p.PropertyType) ? Keys(p.PropertyType, prefix + p.Name.ToLowerInvariant() + ":") : [prefix + p.Name.ToLowerInvariant()]);

    private static string? Unknown(IConfiguration section, Type type, string prefix)
    {
        foreach (var child in section.GetChildren())
        {
            var property = type.GetProperties().FirstOrDefault(p => p.CanWrite && p.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null) return prefix + child.Key;
            if (Nested(property.PropertyType) && Unknown(child, property.PropertyType, prefix + child.Key + ":") is { } deeper) return deeper;
        }
        return null;
    }

    private static bool Nested(Type type) => type.IsClass && type != typeof(string);

    // The facts lie beside the program when it is installed, and at the root of the tree when it runs from source.
    private static string FindData(string folder)
    {
        if (Path.IsPathRooted(folder) || System.IO.Directory.Exists(folder)) return Path.GetFullPath(folder);
        for (var place = AppContext.BaseDirectory; place is not null; place = Path.GetDirectoryName(place))
            if (System.IO.Directory.Exists(Path.Combine(place, folder)) && File.Exists(Path.Combine(place, folder, "README.md"))) return Path.Combine(place, folder);
        return Path.GetFullPath(folder);
    }
}
