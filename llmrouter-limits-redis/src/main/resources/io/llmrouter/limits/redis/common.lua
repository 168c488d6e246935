if redis.replicate_commands then redis.replicate_commands() end
local SLOTS = 60
local DAY = 86400000
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function whole(number) return string.format('%.0f', number) end

-- The first day of the month of a day, both counted from the first of March of the year 0.
local function first_of_month(day)
  local in_era = day % 146097
  local year = math.floor((in_era - math.floor(in_era / 1460) + math.floor(in_era / 36524) - math.floor(in_era / 146096)) / 365)
  local in_year = in_era - (365 * year + math.floor(year / 4) - math.floor(year / 100))
  local month = math.floor((5 * in_year + 2) / 153)
  return day - (in_year - math.floor((153 * month + 2) / 5))
end

local function calendar(kind)
  local day = math.floor(now / DAY)
  if kind == 'DAY' then return day * DAY, (day + 1) * DAY end
  local first = first_of_month(day + 719468)
  return (first - 719468) * DAY, (first_of_month(first + 32) - 719468) * DAY
end

local function slot_of(window) return math.max(1, math.ceil(window / SLOTS)) end

local function add_to_slot(key, slot, amount, window)
  redis.call('HINCRBY', key, whole(slot), whole(amount))
  redis.call('PEXPIRE', key, whole(window + 2 * slot_of(window)))
end

local function add_to_calendar(key, begins, ends, amount)
  if tonumber(redis.call('HGET', key, 'begins') or '-1') < begins then
    redis.call('HSET', key, 'begins', whole(begins), 'used', '0')
  end
  redis.call('HINCRBY', key, 'used', whole(amount))
  redis.call('PEXPIREAT', key, whole(ends + DAY))
end

-- A key that is gone although something was used of it in this period was lost with Redis' memory: an instance that still
-- knows brings it back.
local function restore(key, begins, ends, known_begins, known_used)
  if known_used > 0 and known_begins == begins and redis.call('EXISTS', key) == 0 then
    add_to_calendar(key, begins, ends, known_used)
  end
end
