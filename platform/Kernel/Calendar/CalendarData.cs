using System.Text.Json;
using System.Text.Json.Serialization;

namespace Virtuos.Kernel.Calendar;

/// <summary>Dated facts of the calendar, embedded beside the code.</summary>
internal static class CalendarData
{
    private static readonly JsonSerializerOptions options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    public static T Read<T>(string name)
    {
        using var stream = typeof(CalendarData).Assembly.GetManifestResourceStream($"Virtuos.Kernel.Calendar.{name}")
            ?? throw new InvalidOperationException($"The table {name} is not in the program.");
        return JsonSerializer.Deserialize<T>(stream, options) ?? throw new InvalidDataException($"The table {name} is empty.");
    }
}
