using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace Virtuos.Kernel.Database;

/// <summary>One insert of any number of rows of one entity, drawn from the model: a parameter a column, each an array.</summary>
internal sealed class TableInsert
{
    private static readonly ConcurrentDictionary<IEntityType, TableInsert> Known = new();
    private readonly Column[] columns;
    private readonly string sql;

    private TableInsert(IEntityType entity)
    {
        columns = [.. entity.GetProperties().Where(p => p.GetBeforeSaveBehavior() == PropertySaveBehavior.Save && !p.IsConcurrencyToken && !Generated(p)).Select(p => new Column(p))];
        var names = string.Join(", ", columns.Select(c => $"\"{c.Name}\""));
        var arrays = string.Join(", ", columns.Select((c, at) => $"${at + 1}::{c.Carried}[]"));
        sql = $"insert into \"{entity.GetSchema()}\".\"{entity.GetTableName()}\" ({names}) select {string.Join(", ", columns.Select(c => $"\"{c.Name}\"::{c.Type}"))} from unnest({arrays}) as rows ({names})";
        Rank = RankOf(entity, 0);
    }

    /// <summary>Tables that others point at come first.</summary>
    public int Rank { get; }

    public static TableInsert Of(IEntityType entity) => Known.GetOrAdd(entity, e => new(e));

    public NpgsqlBatchCommand Command(IReadOnlyList<EntityEntry> rows)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var column in columns) command.Parameters.Add(column.Values(rows));
        return command;
    }

    // Numbers are given by the database; ids are made by the program.
    private static bool Generated(IProperty property) => property.ValueGenerated.HasFlag(ValueGenerated.OnAdd) && property.ClrType != typeof(Guid);

    private static int RankOf(IEntityType entity, int depth) =>
        depth > 8 ? depth : entity.GetForeignKeys().Where(f => f.PrincipalEntityType != entity).Select(f => RankOf(f.PrincipalEntityType, depth + 1) + 1).DefaultIfEmpty(0).Max();

    private sealed class Column
    {
        private readonly IProperty property;
        private readonly Func<object?, object?>? convert;
        private readonly IClrPropertyGetter? getter;
        private readonly Type carrier;

        public Column(IProperty property)
        {
            this.property = property;
            // What is no property of the class lies in the entry.
            getter = property.IsShadowProperty() || property.IsIndexerProperty() ? null : property.GetGetter();
            var mapping = property.GetRelationalTypeMapping();
            (Name, Type) = (property.GetColumnName(), mapping.StoreType);
            // What has no array of its own travels as text and is cast by the database.
            Carried = Type is "jsonb" or "json" ? "text" : Type;
            convert = mapping.Converter is { } converter ? converter.ConvertToProvider : null;
            var provided = mapping.Converter?.ProviderClrType ?? property.ClrType;
            provided = Nullable.GetUnderlyingType(provided) ?? provided;
            if (provided != typeof(byte[]) && provided != typeof(string) && !provided.IsValueType) throw new NotSupportedException($"{property.DeclaringType.Name}.{property.Name} cannot be saved in a group.");
            carrier = provided.IsValueType ? typeof(Nullable<>).MakeGenericType(provided) : provided;
        }

        public string Name { get; }

        public string Type { get; }

        public string Carried { get; }

        public NpgsqlParameter Values(IReadOnlyList<EntityEntry> rows)
        {
            var values = Array.CreateInstance(carrier, rows.Count);
            for (var at = 0; at < rows.Count; at++)
            {
                var value = getter is not null ? getter.GetClrValue(rows[at].Entity) : rows[at].CurrentValues[property];
                values.SetValue(value is not null && convert is not null ? convert(value) : value, at);
            }
            return new() { Value = values, DataTypeName = $"{Carried}[]" };
        }
    }
}

/// <summary>The update of one changed row, which counts as none when somebody else changed it meanwhile.</summary>
internal static class RowUpdate
{
    public static NpgsqlBatchCommand Command(EntityEntry entry)
    {
        var command = new NpgsqlBatchCommand();
        var entity = entry.Metadata;
        var set = entry.Properties.Where(p => p.IsModified).Select(p => $"\"{p.Metadata.GetColumnName()}\" = {Add(p.Metadata, p.CurrentValue)}").ToList();
        var where = entity.GetProperties().Where(p => p.IsPrimaryKey() || p.IsConcurrencyToken).Select(p => $"\"{p.GetColumnName()}\" = {Add(p, entry.OriginalValues[p])}");
        command.CommandText = $"update \"{entity.GetSchema()}\".\"{entity.GetTableName()}\" set {string.Join(", ", set)} where {string.Join(" and ", where)}";
        return command;

        string Add(IProperty property, object? value)
        {
            var mapping = property.GetRelationalTypeMapping();
            command.Parameters.Add(new NpgsqlParameter { Value = (value is not null && mapping.Converter is { } converter ? converter.ConvertToProvider(value) : value) ?? DBNull.Value, DataTypeName = mapping.StoreType });
            return $"${command.Parameters.Count}";
        }
    }
}
