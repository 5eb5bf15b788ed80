using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Virtuos.Kernel.Database;

/// <summary>Tables and columns are the entity's and property's names in snake_case, singular.</summary>
public static class Naming
{
    public static void ToSnakeCase(ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes())
        {
            if (entity.GetTableName() is { } table && !entity.IsOwned() && entity.GetSchema() != "kernel") entity.SetTableName(Snake(entity.ClrType.Name));
            foreach (var property in entity.GetProperties())
                if (property.GetColumnName() == property.Name) property.SetColumnName(Snake(property.Name));
        }
    }

    public static string Snake(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])))) text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }
        return text.ToString();
    }
}
